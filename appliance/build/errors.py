# SPDX-License-Identifier: GPL-2.0-or-later
"""The one exception that becomes an error message without a trace."""


class BuildError(Exception):
    """Something on this host keeps the appliance from being built."""
