"""`sijill serve`: the workbench, for a browser."""

from pathlib import Path

import click

from sijill.cli.capture import blobs_of, blobs_option
from sijill.cli.options import data_folder, open_register, register_option


@click.command()
@register_option
@blobs_option
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; any other than this machine opens it to the network."
)
@click.option("--port", default=8470, show_default=True, type=click.IntRange(0, 65535))
@click.option("--name", "names", multiple=True, metavar="HOST", help="A name by which browsers call it, such as sijill.example.org.")
@click.option("--https", "secure", is_flag=True, help="It is reached over https (a proxy before it has the certificate).")
def serve(target: str | None, blobs: Path | None, host: str, port: int, names: tuple[str, ...], secure: bool) -> None:
    """Serve the workbench: people judge in the browser, in Arabic and English. Nothing is loaded from elsewhere.

    The first time, let somebody in: `sijill users add NAME --role admin` prints the pseudonym to log in with.

    \b
    Examples:
      sijill users add "A. Example" --role admin
      sijill serve
      sijill serve --register yemen.sqlite --port 9000
      sijill serve --host 0.0.0.0 --name sijill.example.org --https
    """
    import uvicorn

    from sijill.cli.tools import make_reader, make_resolver
    from sijill.register.users import list_users
    from sijill.web import make_app
    from sijill.web.app import LOCAL
    from sijill.web.tools import Tools
    from sijill.web.workbench import make_workbench

    with open_register(target, must_exist=True) as register:
        if not list_users(register):
            raise click.ClickException('nobody may log in yet; let an admin in first: sijill users add "A. Example" --role admin')
        folder = blobs_of(register, blobs) if blobs is not None or register.file is not None else None
        tools = Tools(make_reader, make_resolver, data_folder() / "imports")
        app = make_app(make_workbench(register, tools=tools, blobs=folder, secure=secure), (*LOCAL, host, *names))
        if host not in LOCAL and not secure:
            click.echo("Warning: pass words and names travel unprotected; put a proxy with https before it and say --https", err=True)
        click.echo(f"The workbench of {register.name}: http://{host}:{port}/  (Ctrl-C stops it)", err=True)
        uvicorn.run(app, host=host, port=port, log_level="warning", server_header=False, access_log=False)
