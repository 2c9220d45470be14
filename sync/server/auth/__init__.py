"""Who calls: accounts, devices and their bearer tokens. Browser sign-in will stand beside `passwords` here."""
