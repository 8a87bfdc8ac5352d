"""Who may edit what stands around the charter's words. The signed words come from their file."""

from rules import add_perm, always_deny

from accounts.rules import is_secretariat, manages_everybody

for model in ("charter", "theme", "goal", "paragraph", "signature"):
    add_perm(f"charter.view_{model}", manages_everybody)
    add_perm(f"charter.change_{model}", is_secretariat)
    add_perm(f"charter.add_{model}", always_deny)
    add_perm(f"charter.delete_{model}", always_deny)

add_perm("charter.bring_into_force", is_secretariat)
