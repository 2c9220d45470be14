"""One-weight labels: plain text in a role and a colour of the theme."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.views.theme.roles import text_role


class Text(QLabel):
    """A plain-text label; `role` is a size of the tokens, `ink` a colour."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        ink: str = "ink",
        *,
        bold: bool | None = None,
        tabular: bool = False,
    ) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        text_role(self, role, ink, bold=bold, tabular=tabular)


def heading(text: str, role: str = "section", ink: str = "ink") -> Text:
    """A bold heading of a page or a card."""
    return Text(text, role, ink, bold=True)
