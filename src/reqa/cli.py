"""The `reqa` command line."""


def main() -> None: ...
