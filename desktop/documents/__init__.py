"""Papers and files the workstation hands over: attestations, exports, calendars. Free of Qt."""
