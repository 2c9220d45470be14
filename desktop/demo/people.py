"""The candidates of the story: invented people, whose phone numbers are in the range reserved for fiction."""

from datetime import date

from desktop.demo.prescriber import Candidate, Prescriber


def candidates(solene: Prescriber, post_code: str, city: str) -> dict[str, Candidate]:
    """Four people, by what happens to their applications; all live where the structure is."""
    home = {"post_code": post_code, "city": city, "address_line_1": "4 rue des Tanneurs"}
    return {
        "hired": Candidate(
            person=solene.new_person(
                "Bâhri",
                "Sélim",
                date(1988, 3, 14),
                title="M.",
                phone="06 39 98 10 20",
                pole_emploi_id="7654321B",
                **home,
            ),
            message=(
                "M. Bâhri a travaillé trois étés sur des chantiers de pierre sèche et cherche un poste de manœuvre. "
                "Il habite à dix minutes, il est disponible tout de suite et motivé par la formation d’aide-maçon. "
                "Bénéficiaire du RSA, suivi par nos services depuis un an."
            ),
            criteria=("RSA",),
        ),
        "waiting": Candidate(
            person=solene.new_person(
                "Kowalčík",
                "Łucja",
                date(1979, 11, 2),
                title="Mme",
                phone="06 39 98 10 21",
                pole_emploi_id="7654322C",
                **home,
            ),
            message="Mme Kowalčík connaît le maraîchage. Elle peut attendre la saison.",
            criteria=("ASS",),
        ),
        "declined": Candidate(
            person=solene.new_person(
                "Özgürel",
                "Çağrı",
                date(1995, 7, 23),
                title="M.",
                phone="06 39 98 10 22",
                pole_emploi_id="7654323D",
                **home,
            ),
            message="M. Özgürel cherche un poste à temps plein le soir.",
            criteria=("RSA",),
        ),
        "undone": Candidate(
            person=solene.new_person(
                "N’Guyễnac",
                "Ânaïs",
                date(1999, 1, 5),
                title="Mme",
                phone="06 39 98 10 23",
                pole_emploi_id="7654324E",
                **home,
            ),
            message="Mme N’Guyễnac souhaite découvrir le bâtiment.",
            criteria=("RSA",),
        ),
    }
