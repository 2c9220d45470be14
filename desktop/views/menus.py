"""The menu bar: what each entry is called, its key, and the sizes and palettes one may choose."""

from desktop.settings import Settings
from desktop.views.frame import MenuColumn, MenuEntry

PALETTES = {"light": "Clair", "dark": "Sombre", "contrast": "Contraste élevé"}
ZOOMS = (100, 125, 150, 175, 200)


def menus(settings: Settings) -> tuple[MenuColumn, ...]:
    """The menu bar."""
    return (
        MenuColumn(
            "&Fichier",
            (
                MenuEntry("sync", "Synchroniser maintenant", "F5"),
                MenuEntry(),
                MenuEntry("lock", "Verrouiller", "Ctrl+Shift+L"),
                MenuEntry("quit", "Quitter", "Ctrl+Q"),
            ),
        ),
        MenuColumn("É&dition", (MenuEntry("undo", "Annuler la dernière décision", "Ctrl+Z"),)),
        MenuColumn("&Affichage", _looks(settings)),
        MenuColumn("&Candidature", _about_applications()),
        MenuColumn(
            "&PASS IAE",
            (
                MenuEntry("suspend", "Suspendre le PASS…"),
                MenuEntry("print", "Imprimer l’attestation…"),
                MenuEntry("verify", "Vérifier une attestation…"),
            ),
        ),
        MenuColumn(
            "A&ide",
            (MenuEntry("help", "Aide", "F1"), MenuEntry("sandbox", "Essayer avec des données d’exemple…")),
        ),
    )


def _looks(settings: Settings) -> tuple[MenuEntry, ...]:
    palettes = (MenuEntry(f"palette:{key}", words, checked=key == settings.palette) for key, words in PALETTES.items())
    return (
        *palettes,
        MenuEntry(),
        MenuEntry("zoom:in", "Agrandir le texte", "Ctrl++"),
        MenuEntry("zoom:out", "Réduire le texte", "Ctrl+-"),
        MenuEntry("zoom:100", "Taille normale", "Ctrl+0"),
    )


def _about_applications() -> tuple[MenuEntry, ...]:
    decisions = (("E", "Étudier"), ("A", "Accepter…"), ("L", "Liste d’attente…"), ("D", "Décliner…"))
    return (
        *(MenuEntry(f"decide:{letter}", words) for letter, words in decisions),
        MenuEntry(),
        MenuEntry("person:edit", "Modifier les coordonnées…"),
        MenuEntry("person:orient", "Orienter vers une autre structure…"),
        MenuEntry(),
        MenuEntry("person:register", "Nouvelle candidature spontanée…", "Ctrl+N"),
        MenuEntry("person:pass", "Obtenir un PASS IAE…"),
    )
