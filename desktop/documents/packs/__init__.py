"""Files for the authorities: the a-posteriori control, the dialogue de gestion."""
