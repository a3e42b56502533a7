"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

from regkit.model.address import Address

FILES = click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(readable=False),
    help="文件，可以给出多个。",
)
LIBRARIES = click.option(
    "--library",
    "folders",
    multiple=True,
    default=("statutes",),
    show_default=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个。",
)
# For commands that also take files, and then need no library.
ANY_LIBRARIES = click.option(
    "--library",
    "folders",
    multiple=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹，可以给出多个；没有给出时是 statutes。",
)
LIBRARY = click.option(
    "--library",
    "folder",
    default="statutes",
    show_default=True,
    type=click.Path(path_type=Path),
    help="存放法规的文件夹。",
)
REPLACE = click.option("--replace", is_flag=True, help="替换已经收录的文本。")
WORK = click.argument("name", metavar="WORK", help="法规的文件夹名或者名称，之后可以写 @通过日期。")
ADDRESS = click.argument(
    "address", metavar="[ADDRESS]", required=False, help="条款的地址，如 第二十三条第一款。"
)
JSON = click.option("--json", "as_json", is_flag=True, help="每个文件输出一行 JSON，供其他程序读取。")


DATE = click.DateTime(["%Y-%m-%d"])


class AddressType(click.ParamType[Address]):
    """The address of a provision, in Chinese or as an eId."""

    name = "address"

    def convert(
        self, value: str | Address, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        """Parse an address; fails as click expects, with the parser's message."""
        if isinstance(value, Address):
            return value
        try:
            return Address.parse(value)
        except ValueError as error:
            self.fail(str(error), param, ctx)
