"""Asks `oneness mcp` as an agent would, through the Python SDK of the protocol: ask_mcp.py PROGRAM

Each age of the protocol is spoken: with the handshake, without it, and by whatever the client finds out itself.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

BULLET = "- The gateway retries every failed payment request three times before it gives up\n"


def git(top, *words):
    name = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", top, *name, *words], check=True, capture_output=True)


def write(top, name, text):
    with open(os.path.join(top, name), "w", encoding="utf-8") as file:
        file.write(text)


def make_repository(top):
    """Two branches that say the same, each in a file of its own."""
    git(top, "init", "-q", "-b", "main")
    for name in ("one.md", "two.md"):
        write(top, name, f"# {name}\n\n- First of all\n")
    git(top, "add", ".")
    git(top, "commit", "-q", "-m", "base")
    git(top, "checkout", "-q", "-b", "side")
    write(top, "two.md", "# two.md\n\n- First of all\n" + BULLET)
    git(top, "commit", "-q", "-am", "theirs")
    git(top, "checkout", "-q", "main")
    write(top, "one.md", "# one.md\n\n- First of all\n" + BULLET)
    git(top, "commit", "-q", "-am", "ours")


async def asked(program, top, mode):
    server = StdioServerParameters(command=program, args=["mcp"], cwd=top)
    async with Client(stdio_client(server), mode=mode) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert {"check", "branches", "explain", "drop"} <= set(tools), tools
        assert tools["check"].annotations.read_only_hint and not tools["drop"].annotations.read_only_hint

        async def call(name, **words):
            result = await client.call_tool(name, words)
            return "".join(part.text for part in result.content), bool(result.is_error)

        text, is_error = await call("check", ours="main", theirs="side")
        assert not is_error and text.startswith("one.md:4"), text
        finding = re.search(r"\[([0-9a-f]{16})\]", text).group(1)
        text, is_error = await call("branches")
        assert not is_error and "side" in text and "one.md:4 ~ two.md:4" in text, text
        text, is_error = await call("explain", id=finding, ours="main", theirs="side")
        assert not is_error and text.count("retries every failed payment") >= 2, text
        text, is_error = await call("check", revision="/etc/passwd")
        assert is_error and "unknown revision" in text, text
        # A client that names the version itself never asks who answers.
        assert mode == "2026-07-28" or client.server_info.name == "oneness"
        print(f"{mode}: {client.protocol_version}, {', '.join(sorted(tools))}")


async def main(program):
    with tempfile.TemporaryDirectory() as top:
        make_repository(top)
        for mode in ("legacy", "2026-07-28", "auto"):
            await asked(program, top, mode)


asyncio.run(main(os.path.abspath(sys.argv[1])))
