"""Who may edit the portal's own pages, and who keeps the two languages in order."""

from rules import add_perm, always_deny

from accounts.rules import is_secretariat, manages_everybody

add_perm("portal.translate", is_secretariat)

for model in ("page", "accessibilitystatement"):
    add_perm(f"portal.view_{model}", manages_everybody)
    add_perm(f"portal.change_{model}", is_secretariat)
    add_perm(f"portal.add_{model}", always_deny)
    add_perm(f"portal.delete_{model}", always_deny)
