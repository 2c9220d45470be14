"""A slice of the day that `python -m tests.bench endurance` lives whole."""

from tests.bench import bench_endurance


def test_an_hour_leaves_no_widget_behind_and_no_word_of_qt(qapp: object) -> None:
    """Screens changed, rows drawn again, a cycle a minute: hardly a widget more than before, nothing to complain of."""
    assert qapp
    figures = bench_endurance.measure(rows=80, repaints=60, switches=30, hours=1).figures
    assert figures["qt_warnings_count"] == 0
    assert figures["widgets_growth_percent"] <= 5
    assert figures["objects_growth_percent"] <= 10
