"""Floor 9: the home page, the plain-language pages, the menus, and the addresses that machines ask for."""
