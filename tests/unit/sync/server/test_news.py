"""News and webinars: a file replaces what was told, and says what is wrong with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.domain.audience import REFERENCE, audience
from sync.domain.news import NewsItem, NewsKind
from sync.server import news
from sync.server.cli import main
from sync.server.opening import opened
from sync.server.settings import Settings
from sync.store.world import SqlWorld, Unwatched
from tests.kit.memory_world import MemoryWorld

NOW = datetime(2021, 2, 8, 9, tzinfo=UTC)
NEWS = '[[items]]\nid = "a"\ntitle = "Une nouvelle"\nends_on = 2021-03-01\n'
WEBINAR = '[[items]]\nid = "b"\nkind = "webinar"\ntitle = "Un webinaire"\nstarts_at = 2021-02-11T10:00:00\n'


def test_what_the_file_no_longer_names_is_withdrawn() -> None:
    """And what stays the same keeps its day."""
    world = MemoryWorld()
    news.publish(world, NEWS + WEBINAR, NOW)
    assert news.publish(world, NEWS, NOW.replace(hour=10)) == 1
    assert [(item.id, item.published_at) for item in world.find(NewsItem)] == [("a", NOW)]


def test_hours_are_those_of_paris() -> None:
    """A webinar at ten in February begins at nine UTC and is told until its day."""
    (webinar,) = news.read(WEBINAR, NOW)
    assert webinar.kind is NewsKind.WEBINAR
    assert webinar.starts_at == datetime(2021, 2, 11, 9, tzinfo=UTC)
    assert webinar.ends_on.isoformat() == "2021-02-11"
    assert audience(webinar, MemoryWorld()) == {REFERENCE}


@pytest.mark.parametrize(
    "source",
    [
        "]broken[",
        NEWS + NEWS,
        NEWS.replace("ends_on", "until"),
        WEBINAR.replace("starts_at", "at"),
        NEWS + 'link = "http://exemple.fr"\n',
        NEWS + 'kind = "advert"\n',
    ],
)
def test_a_file_at_fault_is_refused(source: str) -> None:
    """Nothing of it is told."""
    with pytest.raises(ValueError, match=r"TOML|id|attendus|absent"):
        news.read(source, NOW)


def test_the_operator_publishes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the command line to the rows of the database."""
    source, database = tmp_path / "news.toml", f"sqlite:///{tmp_path}/central.db"
    source.write_text(NEWS + WEBINAR, encoding="utf-8")
    assert main(["news", "publish", str(source), "--database", database]) == 0
    assert "2 informations" in capsys.readouterr().out
    with opened(Settings(database_url=database)) as central, central.reading() as connection:
        assert len(SqlWorld(connection, Unwatched()).find(NewsItem)) == 2
