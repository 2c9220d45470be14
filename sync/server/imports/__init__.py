"""Files the central service receives: structures of the ASP, ROME appellations, prescriber organisations."""
