"""Préférences: palette, size of the text and letter keys, at once; and what protects this workstation."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.controllers.preferences import PreferencesFacts
from desktop.settings import Settings
from desktop.texts import NBSP
from desktop.views.backup import BackupPart
from desktop.views.filling import Folding, card_of
from desktop.views.parts.buttons import Button
from desktop.views.parts.chips import Chip, ChipRow
from desktop.views.parts.definitions import Definitions, Fact
from desktop.views.parts.page_header import PageHeader
from desktop.views.parts.runs import RunsLabel
from desktop.views.parts.scroll import ScrollColumn
from desktop.views.parts.text import heading
from desktop.views.theme.roles import space

PALETTE_WORDS = {"light": "Clair", "dark": "Sombre", "contrast": "Contraste élevé"}
ZOOMS = (100, 125, 150, 175, 200)
# The policy lets a person choose from 1 to 30 minutes (TRUST.md, « Lock »).
MINUTES = (1, 5, 10, 20, 30)
_LOCK = (
    "Brouillons et décisions restent sur ce poste. Ce qui attend part pendant cinq secondes au plus, "
    "puis la fenêtre se ferme et la mémoire est vidée. Ctrl+Maj+L verrouille tout de suite."
)
_REMIND = (
    "Une fois par échéance\u00a0: 60 jours avant la fin d’un PASS, 7 avant une reprise. Sans nom hors de la fenêtre."
)
_SANDBOX = (
    "Une autre fenêtre, son propre serveur sur cet ordinateur, des personnes inventées. Vos dossiers n’y sont pas."
)


class PreferencesPage(ScrollColumn):
    """Emits `chosen(Settings)` at each choice, which holds at once, and `action_wanted(key)` of the menus."""

    chosen = Signal(object)
    action_wanted = Signal(str)

    def __init__(self, facts: PreferencesFacts, settings: Settings) -> None:
        super().__init__("ground", 16)
        self._facts, self._settings = facts, settings
        self._palettes, self._zooms = ChipRow(), ChipRow()
        self._letters = QCheckBox("Décider avec les lettres E, L, D et A")
        self._reminders = QCheckBox("Rappeler les échéances qui approchent")
        self._minutes = ChipRow()
        self.backup = BackupPart(facts)
        self._about = Definitions()
        self.column.addWidget(PageHeader("Préférences", "Chaque choix vaut tout de suite et reste sur ce poste."))
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, parts in ((left, self._choices()), (right, self._workstation())):
            space(side, 16)
            for part in parts:
                side.addWidget(part)
            side.addStretch(1)
        self.column.addWidget(Folding(left, right, (1, 1), 760))
        self.column.addStretch(1)
        self._palettes.chip_pressed.connect(self._choose_palette)
        self._zooms.chip_pressed.connect(self._choose_zoom)
        self._minutes.chip_pressed.connect(self._choose_minutes)
        self._letters.clicked.connect(self._choose_letters)
        self._reminders.clicked.connect(self._choose_reminders)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Show what holds now, whoever chose it."""
        self._settings = settings
        for key in PALETTE_WORDS:
            self._palettes.chip(key).setChecked(key == settings.palette)
        for zoom in ZOOMS:
            self._zooms.chip(str(zoom)).setChecked(zoom == settings.zoom_percent)
        for minutes in MINUTES:
            self._minutes.chip(str(minutes)).setChecked(minutes == settings.lock_minutes)
        self._letters.setChecked(settings.letter_keys)
        self._reminders.setChecked(settings.reminders)
        protection, meaning = self._facts.protection_words
        self._about.set_facts(
            (
                Fact("user", "Compte", self._facts.user or settings.email),
                Fact("server", "Serveur central", self._facts.server),
                Fact("protection", "Clé des données", protection, icon="shield-check", ink="ok"),
                Fact("meaning", "", meaning),
                Fact("rules", "Règles", self._facts.rules),
            )
        )

    def _choices(self) -> tuple[QWidget, ...]:
        for key, words in PALETTE_WORDS.items():
            self._palettes.add(key, Chip(words))
        for zoom in ZOOMS:
            self._zooms.add(str(zoom), Chip(f"{zoom}{NBSP}%"))
        size = "Le texte et tout ce qui l’entoure grandissent ensemble. Au clavier\u00a0: Ctrl++, Ctrl+-, Ctrl+0."
        letters = "Elles agissent quand la liste des candidatures a le clavier, et là seulement."
        return (
            card_of(heading("Couleurs", "body"), self._palettes),
            card_of(heading("Taille du texte", "body"), self._zooms, _hint(size)),
            card_of(heading("Clavier", "body"), self._letters, _hint(letters)),
            card_of(heading("Rappels", "body"), self._reminders, _hint(_REMIND)),
        )

    def _workstation(self) -> tuple[QWidget, ...]:
        for minutes in MINUTES:
            self._minutes.add(str(minutes), Chip(f"{minutes}{NBSP}min"))
        lock, sandbox = Button("Verrouiller maintenant", "shield-check"), Button("Ouvrir le bac à sable", "play")
        for button, key in ((lock, "lock"), (sandbox, "sandbox")):
            button.setObjectName(key)
            button.clicked.connect(self._want)
        return (
            card_of(heading("Ce poste", "body"), self._about),
            card_of(heading("Verrouillage sans activité", "body"), self._minutes, _hint(_LOCK), lock),
            card_of(heading("Sauvegarde", "body"), self.backup),
            card_of(heading("S’entraîner", "body"), _hint(_SANDBOX), sandbox),
        )

    def _want(self) -> None:
        self.action_wanted.emit(self.sender().objectName())

    def _choose_minutes(self, key: str) -> None:
        self._choose(replace(self._settings, lock_minutes=int(key)))

    def _choose_reminders(self, on: bool) -> None:
        self._choose(replace(self._settings, reminders=on))

    def _choose_palette(self, key: str) -> None:
        self._choose(replace(self._settings, palette=key))

    def _choose_zoom(self, key: str) -> None:
        self._choose(replace(self._settings, zoom_percent=int(key)))

    def _choose_letters(self, on: bool) -> None:
        self._choose(replace(self._settings, letter_keys=on))

    def _choose(self, settings: Settings) -> None:
        self.show_settings(settings)
        self.chosen.emit(settings)


def _hint(words: str) -> RunsLabel:
    return RunsLabel(words, "caption", "ink-2")
