"""Everything the installation knows, in one file that any engine can read back.

``making`` writes it, ``checking`` reads every byte of it, ``restoring`` puts it back.
"""
