"""What every connection to a local file offers."""

from sync.replica.connection import sort_key


def test_names_are_sorted_as_in_a_french_directory() -> None:
    """Accents do not count, nor the joined letters of French and Polish."""
    names = ["Brédif", "Œuvrard", "Łukasz", "Bérard", "Zoé", "Bâhri"]
    assert sorted(names, key=sort_key) == ["Bâhri", "Bérard", "Brédif", "Łukasz", "Œuvrard", "Zoé"]
