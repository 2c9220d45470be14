"""What each screen knows and can do: state, enablement with its reason, commands. No widget here."""
