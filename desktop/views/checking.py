"""« Vérifier une attestation »: a paper dropped or chosen, or the text of its code, and what it is worth."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from desktop import texts
from desktop.controllers.checking import CheckingController
from desktop.documents.verification import FILE_UNREADABLE, NO_CODE, Check, sentence
from desktop.views.decisions import text_box
from desktop.views.filling import clear
from desktop.views.parts.banner import Banner
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.dialog import DecisionDialog
from desktop.views.parts.facts import Point, Points
from desktop.views.parts.form import FormField
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

FILES = "Documents (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.webp)"


class CheckingDialog(DecisionDialog):
    """Nothing leaves the workstation: keys and withdrawals came with the last exchange."""

    def __init__(self, host: QWidget, controller: CheckingController) -> None:
        super().__init__(host, "Vérifier une attestation", "Choisir un fichier…")
        self._controller = controller
        self.back.hide()
        self.confirm.setProperty("iconName", "file-input")
        self.setAcceptDrops(True)
        self._code = text_box("")
        self._told = QWidget()
        self._verdicts = QVBoxLayout(self._told)
        space(self._verdicts, 10)
        self._fill()
        self.confirmed.connect(self._choose)
        self._code.textChanged.connect(self._check_code)
        controller.changed.connect(self._tell)
        controller.progressed.connect(self._tell_progress)
        self.closed.connect(controller.stop)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes one file."""
        if _file_of(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Checks the file dropped."""
        path = _file_of(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self._controller.check_file(path)

    def _fill(self) -> None:
        left, right = self.left.column, self.right.column
        left.addWidget(RunsLabel("Déposez ici le PDF ou la photo d’une attestation, ou choisissez un fichier."))
        left.addWidget(FormField("Texte lu dans le code", self._code, "Ce que donne une douchette ou un téléphone."))
        left.addWidget(self._told)
        left.addStretch(1)
        right.addWidget(heading("Ce qui est vérifié", "body"))
        right.addWidget(Points(_POINTS))
        right.addWidget(RunsLabel(self._freshness(), "caption", "ink-2"))
        right.addStretch(1)

    def _freshness(self) -> str:
        as_of = self._controller.trust.as_of
        if not self._controller.trust.keys or as_of is None:
            return "Ce poste ne connaît pas encore les clés du serveur central\u00a0: synchronisez une fois."
        return f"Clés et retraits connus au {texts.instant(as_of)}."

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, "Attestation à vérifier", "", FILES)
        if path:
            self._controller.check_file(Path(path))

    def _check_code(self) -> None:
        code = self._code.toPlainText().strip()
        if code:
            self._controller.check_text(code)

    def _tell_progress(self, pages: int) -> None:
        if pages > 1:
            self.note.set_words(f"{texts.count(pages, 'page lue', 'pages lues')}…")

    def _tell(self) -> None:
        clear(self._verdicts)
        self.note.set_words("")
        for check in self._controller.checks:
            self._verdicts.addWidget(Banner(_kind(check), _words(check)))
            if check.statement is not None:
                self._verdicts.addWidget(Definitions(_facts(check)))


def _file_of(dropped: QMimeData) -> Path | None:
    urls = dropped.urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None


def _kind(check: Check) -> str:
    if check.is_genuine:
        return "ok"
    return "info" if check.code in {NO_CODE, FILE_UNREADABLE} else "bad"


def _words(check: Check) -> str:
    where = f"Page\u00a0{check.page}\u00a0: " if check.page > 1 else ""
    return where + sentence(check)


def _facts(check: Check) -> tuple[Fact, ...]:
    said = check.statement
    if said is None:
        return ()
    return (
        Fact("number", "PASS IAE n°", texts.pass_number(said.number)),
        Fact("holder", "Titulaire", texts.person(said.last_name, said.first_name)),
        Fact("days", "Dates", f"du {texts.day(said.starts_on)} au {texts.day(said.ends_on)} inclus"),
        Fact("employer", "Structure", f"{said.employer_name}, SIRET\u00a0{texts.siret(said.siret)}"),
        Fact("sealed", "Scellée le", f"{texts.day(said.sealed_on)}, code court\u00a0{check.short_code}"),
    )


_POINTS = (
    Point("Le code porte la signature du serveur central.", "shield-check"),
    Point("Le numéro, le nom, les dates et la structure imprimés sont ceux qui ont été signés.", "search-check"),
    Point("Le PASS IAE n’a pas été retiré depuis.", "id-card"),
    Point("Tout se passe sur ce poste, même hors ligne\u00a0: le document ne part nulle part.", "cloud-off"),
)
