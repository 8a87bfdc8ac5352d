"""Examples for trying the portal out: loaded, multiplied for measuring, and removed again."""

APP = "workagendas"
