"""regkit: regulations as code. It reads Chinese law into a typed tree in which every provision has an address.

>>> import regkit
>>> law = regkit.parse("第一条　为了示范，制定本条例。\\n第二条　本条例自公布之日起施行。")
>>> law["第二条第一款"].text
'本条例自公布之日起施行。'
>>> print(regkit.to_text(law), end="")
第一条　为了示范，制定本条例。
第二条　本条例自公布之日起施行。
"""

import lazy_loader

__version__ = "0.1.0"

# Public names are imported on first use; __init__.pyi lists them and the modules they come from.
__getattr__, _, __all__ = lazy_loader.attach_stub(__name__, __file__)
__all__ += ["__version__"]


def __dir__() -> list[str]:
    """The public names in alphabetical order."""
    return sorted(__all__)
