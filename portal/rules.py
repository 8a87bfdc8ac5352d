"""Who may edit the portal's own pages, and who keeps the two languages in order."""

from rules import add_perm, always_deny

from accounts.rules import is_secretariat, manages_everybody

add_perm("portal.translate", is_secretariat)
add_perm("portal.view_page", manages_everybody)
add_perm("portal.change_page", is_secretariat)
add_perm("portal.add_page", always_deny)
add_perm("portal.delete_page", always_deny)
