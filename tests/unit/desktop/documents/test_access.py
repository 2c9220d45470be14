"""A person's own data, on paper and for machines."""

import json

from desktop.documents.access import access_json, access_report
from desktop.documents.report import render_report
from tests.kit.packs import DATA
from tests.kit.papers import GARDENS, STAMP, page_texts


def test_the_paper_tells_everything_and_why() -> None:
    """Values as people write them, purpose and duration of each chapter, and what is not sent yet."""
    text = " ".join(page_texts(render_report(access_report(DATA, GARDENS), STAMP)))
    for item in (
        "MARTIN Alice",
        "Née le 12/04/1985",
        "Reçue le 18/01/2021 à 10:30",
        "=Bonjour, je *cherche* un poste.",
        "Embauche sans PASS non",
        "Pourquoi : étudier vos candidatures.",
        "Rien n’est enregistré.",
        "Votre embauche a été acceptée le 08/02/2021 sur ce poste.",
    ):
        assert item in text


def test_the_file_for_machines_has_the_same_values() -> None:
    """Days and instants in ISO 8601, nothing left out."""
    content = json.loads(access_json(DATA, STAMP))
    assert content["derniere_synchronisation"] == "2021-02-14T08:42:00+00:00"
    assert content["chapitres"][0]["donnees"][0]["valeurs"]["Née le"] == "1985-04-12"
    assert content["chapitres"][1]["donnees"][0]["valeurs"]["Reçue le"] == "2021-01-18T09:30:00+00:00"
    assert content["actes_non_transmis"] == list(DATA.waiting)
    assert [chapter["titre"] for chapter in content["chapitres"]] == [chapter.title for chapter in DATA.chapters]
