"""The entry machine, over all its states and events."""

import pytest

from sync.replica.entry import OPEN_STATES, EntryEvent, EntryState, step


@pytest.mark.parametrize("state", list(EntryState))
def test_a_pull_closes_an_entry_from_any_state(state: EntryState) -> None:
    """The pull that carries the outcome is the only word that counts."""
    assert step(state, EntryEvent.PULL) is EntryState.CLOSED


@pytest.mark.parametrize("state", [state for state in EntryState if state is not EntryState.HELD])
def test_only_a_held_entry_can_be_undone(state: EntryState) -> None:
    """After sending, only the rules can take an act back."""
    assert step(state, EntryEvent.UNDO) is None


@pytest.mark.parametrize("state", OPEN_STATES)
def test_every_open_entry_may_be_sent_again(state: EntryState) -> None:
    """A lost answer is answered by sending once more; the server knows the entry by its id."""
    assert step(state, EntryEvent.SEND) is EntryState.SENT


def test_a_closed_entry_moves_only_when_the_server_was_restored() -> None:
    """Nothing but a restore opens a confirmed entry again."""
    moving = {event for event in EntryEvent if step(EntryState.CLOSED, event) not in (None, EntryState.CLOSED)}
    assert moving == {EntryEvent.RESTORE}
