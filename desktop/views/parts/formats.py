"""How values are written on screen: dates, SIRET, numbers of PASS, counts."""

from datetime import date

NO_BREAK = "\u00a0"


def french_date(value: date) -> str:
    """JJ/MM/AAAA."""
    return f"{value:%d/%m/%Y}"


def grouped_siret(siret: str) -> str:
    """A SIRET in groups of 3 3 3 5; anything that has not 14 characters as it is."""
    if len(siret) != len("00000000000000"):
        return siret
    return NO_BREAK.join((siret[:3], siret[3:6], siret[6:9], siret[9:]))


def grouped_pass_number(number: str) -> str:
    """A number of PASS as `99999 21 00001`; anything that has not 12 characters as it is."""
    if len(number) != len("999992100001"):
        return number
    return NO_BREAK.join((number[:5], number[5:7], number[7:]))


def french_count(count: int) -> str:
    """A count with no-break spaces between thousands."""
    return f"{count:,}".replace(",", NO_BREAK)
