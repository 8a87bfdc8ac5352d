"""Regions, municipalities (partners and neighbours) and organisations."""
