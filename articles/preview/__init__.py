"""Texts that are not before the readers, shown in the very way in which readers would see them."""
