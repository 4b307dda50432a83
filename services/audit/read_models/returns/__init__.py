"""Published returns: figures computed from the ledger's rows alone, one return a file."""

from collections.abc import Mapping

from services.audit.read_models.returns import demand, marac_quarterly
from services.audit.read_models.returns.shape import Return

RETURNS: Mapping[str, Return] = {one.name: one for one in (demand.RETURN, marac_quarterly.RETURN)}
