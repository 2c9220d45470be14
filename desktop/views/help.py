"""Aide: the keys, and what solid and dashed lines mean."""

from desktop.views.filling import card_of
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.runs import RunsLabel, bold
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading

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


class HelpPage(ScrollColumn):
    """Nothing changes here."""

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
