"""Places, as far as the rules care: departments."""

_FIRST_OF_UPPER_CORSICA = "20200"


def department_of(post_code: str) -> str:
    """The department of a post code: `57`, `2A` or `2B` for Corsica, three digits overseas, "" when there is none."""
    if post_code.startswith("20"):
        return "2A" if post_code < _FIRST_OF_UPPER_CORSICA else "2B"
    return post_code[:3] if post_code.startswith(("97", "98")) else post_code[:2]
