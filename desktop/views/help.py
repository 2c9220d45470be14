"""Aide: the guide and the refusals to read offline, the keys, and what solid and dashed lines mean."""

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextTable
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from desktop.queries import guide
from desktop.queries.guide import GuidePage
from desktop.views.filling import card_of
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.filters import SideItem
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.panes import Pane, Panes
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.theme.current import current
from desktop.views.theme.roles import fill_role, space

_KEYS = (
    ("Ctrl+K", "Rechercher une personne, un poste, un commentaire"),
    ("↑ ↓ Entrée", "Parcourir la liste et ouvrir une fiche"),
    ("E", "Étudier la candidature choisie"),
    ("L", "La mettre en liste d’attente"),
    ("D", "La décliner"),
    ("A", "L’accepter"),
    ("Ctrl+Z", "Annuler la dernière décision, pendant 30 secondes"),
    ("Ctrl+1 … Ctrl+9", "Changer de structure"),
    ("Ctrl++ et Ctrl+-", "Agrandir ou réduire le texte, de 100 à 200\u00a0%"),
    ("Ctrl+Maj+L", "Verrouiller\u00a0: brouillons et décisions restent sur ce poste"),
    ("F1", "Cette page"),
)
_SIGNS = (
    (bold("Trait plein"), "\u00a0: le serveur a reçu votre décision."),
    (
        bold("Trait pointillé ocre"),
        "\u00a0: elle est gardée sur ce poste et partira automatiquement, même si vous fermez Passerelle entre-temps.",
    ),
    (
        bold("PASS demandé"),
        "\u00a0: les dates sont prévues, le numéro sera attribué par le serveur.",
    ),
    (
        bold("À régler"),
        "\u00a0: une saisie n’a pas pu être reprise telle quelle. Elle est gardée, vous choisissez la suite.",
    ),
)


class KeysColumn(ScrollColumn):
    """The keys, and what lines mean."""

    def __init__(self) -> None:
        super().__init__("ground", 16)
        self.column.addWidget(
            PageHeader("Aide", "Passerelle fonctionne sans réseau. Chaque décision est gardée dès que vous la prenez.")
        )
        keys = tuple(Fact(key, key, words) for key, words in _KEYS)
        self.column.addWidget(card_of(heading("Au clavier", "body"), Definitions(keys)))
        letters = "Les lettres agissent seulement quand la liste des candidatures a le clavier."
        self.column.addWidget(RunsLabel(letters, "caption", "ink-2"))
        self.column.addWidget(
            card_of(heading("Ce que disent les traits", "body"), *(RunsLabel(words) for words in _SIGNS))
        )
        self.column.addStretch(1)


class GuideText(QTextBrowser):
    """One page of the guide in the fonts and colours of the moment."""

    def __init__(self) -> None:
        super().__init__()
        self._page: GuidePage | None = None
        self.setAccessibleName("Page du guide")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        fill_role(self, "surface")
        self.document().setDocumentMargin(0)
        current().changed.connect(self._write)

    def show_text(self, page: GuidePage) -> None:
        """Show another page, from its top."""
        self._page = page
        self.setAccessibleName(page.title)
        self._write()

    def _write(self) -> None:
        if self._page is None:
            return
        theme = current()
        self.document().setDefaultFont(theme.font("body"))
        self.document().setIndentWidth(theme.px(24))
        margins = theme.gap(28)
        self.setViewportMargins(margins, theme.gap(20), margins, theme.gap(20))
        if self._page.is_html:
            self.document().setDefaultStyleSheet(f"i {{ color: {theme.colours.ink_2.name()} }} li {{ margin: 4px }}")
            self.setHtml(self._page.text)
        else:
            self.setMarkdown(self._page.text)
        self._shape()

    def _shape(self) -> None:
        """The headings of the theme's sizes, lines with air, tables with hairlines."""
        theme, block = current(), self.document().begin()
        while block.isValid():
            self._shape_block(QTextCursor(block), block.blockFormat().headingLevel())
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                form = frame.format()
                form.setBorderBrush(theme.colours.line)
                form.setBorderCollapse(True)
                form.setCellPadding(theme.px(6))
                form.setBorder(0)
                frame.setFormat(form)

    def _shape_block(self, cursor: QTextCursor, level: int) -> None:
        theme, form = current(), cursor.blockFormat()
        form.setLineHeight(120, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if level:
            form.setTopMargin(theme.gap(18 if level > 1 else 0))
            form.setBottomMargin(theme.gap(6))
            role = {1: "title", 2: "section"}.get(level, "body")
            words = QTextCharFormat()
            words.setFont(theme.font(role, bold=True))
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(words)
        cursor.mergeBlockFormat(form)


class HelpPage(QWidget):
    """The list of pages at the left, one of them at the right."""

    def __init__(self, pages: tuple[GuidePage, ...] = ()) -> None:
        super().__init__()
        self._pages = {page.key: page for page in pages}
        self._edition = ""
        self._text, self._stack = GuideText(), QStackedWidget()
        self._stack.addWidget(KeysColumn())
        self._stack.addWidget(self._text)
        self._items: dict[str, SideItem] = {}
        whole = QVBoxLayout(self)
        space(whole, 0)
        listed = Pane("list", "Pages de l’aide", self._list(), 1, 240)
        panes = (listed, Pane("text", "Lire", self._stack, 4, 420))
        self._panes = Panes(panes, ("text", "list"))
        whole.addWidget(self._panes)

    def open(self, key: str, anchor: str = "") -> None:
        """Show a page, at an anchor where one is given; « keys » is the page of keys and lines."""
        self._items[key].setChecked(True)
        page = self._pages.get(key)
        self._stack.setCurrentIndex(0 if page is None else 1)
        if page is not None:
            self._text.show_text(page)
            self._text.scrollToAnchor(anchor)

    def follow(self, edition: str) -> None:
        """Explain the refusals of the rules in force, also to who is reading when they change."""
        if edition == self._edition:
            return
        self._edition = edition
        self._pages |= {page.key: page for page in guide.read(edition) if page.key in self._items}
        shown = next((key for key, item in self._items.items() if item.isChecked()), "keys")
        self.open(shown)

    def _list(self) -> ScrollColumn:
        column = ScrollColumn("ground", 2, (12, 16, 12, 16))
        column.column.addWidget(heading("Aide", "section"))
        column.column.addSpacing(6)
        self._add(column, "keys", "Clavier et traits", "bookmark")
        for page in self._pages.values():
            self._add(column, page.key, page.title, "scale" if page.is_html else "info")
        column.column.addStretch(1)
        self._items["keys"].setChecked(True)
        self._list_column = column
        self._widen()
        current().changed.connect(self._widen)
        return column

    def _widen(self) -> None:
        """The titles are never cut."""
        widest = max(item.sizeHint().width() for item in self._items.values())
        self._list_column.setMinimumWidth(widest + current().gap(24))

    def _add(self, column: ScrollColumn, key: str, title: str, icon: str) -> None:
        item = SideItem(title, icon)
        item.setObjectName(key)
        item.clicked.connect(self._choose)
        self._items[key] = item
        column.column.addWidget(item)

    def _choose(self) -> None:
        self.open(self.sender().objectName())
