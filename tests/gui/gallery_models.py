"""Made-up rows, and the model that serves them."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.views.parts.rows import Row

ROWS = (
    Row(
        "DIABATÉ Aminata",
        "Aide maraîchère · Mission locale du Val Clair",
        "processing",
        "",
        "local",
        checked=False,
    ),
    Row("BÉRARD Siméon", "Ouvrier paysagiste · Pôle emploi Valclair", "postponed", "", "local", checked=False),
    Row(
        "KOWALSKI Łukasz",
        "Préparateur de commandes · CCAS de Saint-Aubry",
        "accepted",
        "",
        "danger",
        checked=False,
    ),
    Row(
        "ABDELLAOUI Inès",
        "Aide maraîchère · Candidature spontanée",
        "processing",
        "05/02/2021",
        checked=False,
    ),
    Row("LE GOFF Maëlle", "Aide de cuisine · Mission locale du Val Clair", "new", "04/02/2021", checked=False),
    Row("PEREIRA Tomás", "Ouvrier paysagiste · SPIP de l’Orvanne", "new", "04/02/2021", checked=False),
    Row("FAÏK Noémie", "Aide maraîchère · Cap emploi Orvanne", "accepted", "03/02/2021", checked=True),
    Row("ŞAHIN Élif", "Agente d’entretien · Pôle emploi Valclair", "refused", "02/02/2021", checked=False),
    Row(
        "MOREL-DUVAL Cédric",
        "Ouvrier paysagiste · Association L’Escale du Nord",
        "obsolete",
        "01/02/2021",
        checked=False,
    ),
    Row(
        "TRÉGUIER Anaïs",
        "Aide maraîchère · Mission locale du Val Clair",
        "cancelled",
        "29/01/2021",
        checked=False,
    ),
    Row("NGUYỄN Thị Mai", "Aide de cuisine · Pôle emploi Valclair", "postponed", "28/01/2021", checked=False),
)


class Rows(QAbstractListModel):
    """The made-up rows, repeated to fill any list."""

    def __init__(self, rows: tuple[object, ...], repeat: int = 3) -> None:
        super().__init__()
        self._rows = rows * repeat

    def rowCount(self, _parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """How many rows there are."""
        return len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself as UserRole, its words otherwise."""
        row = self._rows[index.row()]
        return row if role == Qt.ItemDataRole.UserRole else str(row)
