"""Coverage-guided fuzzing of every parser: python -m tests.torture.guided [--seconds 60] [PROPERTY ...]

The properties are those of `test_fuzz.py`; libFuzzer, through Atheris (`pip install atheris`), makes their inputs out
of those that reached new lines. Each property runs in a process of its own, without network or files; an input that
breaks one, or takes ten seconds, is printed with the property's name, and belongs in `test_fuzz.py` as an example.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile

STALL_SECONDS, MEMORY_MIB = 10, 2_048


def properties() -> list[str]:
    """Return the names of the properties."""
    from tests.torture import test_fuzz

    return [name for name, value in vars(test_fuzz).items() if hasattr(value, "hypothesis")]


def fuzz(name: str, flags: list[str]) -> None:
    """Fuzz one property in this process, which ends with it."""
    import atheris

    with atheris.instrument_imports(include=["pipeline"]):
        from tests.torture import test_fuzz

    atheris.Setup([sys.argv[0], *flags], getattr(test_fuzz, name).hypothesis.fuzz_one_input)
    atheris.Fuzz()


def main() -> int:
    """Fuzz the properties one after another; return 1 when one is broken, 2 without Atheris."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="PROPERTY")
    parser.add_argument("--seconds", type=int, default=60, help="for each property")
    parser.add_argument("--alone", action="store_true", help="fuzz the one property in this process")
    given = parser.parse_args()
    try:
        import atheris  # noqa: F401
    except ImportError:
        sys.stderr.write(
            "Coverage-guided fuzzing needs Atheris; install it with: .venv/bin/python -m pip install atheris\n"
        )
        return 2
    broken = 0
    for name in given.names or properties():
        with tempfile.TemporaryDirectory(prefix="press-fuzz-") as folder:
            flags = [
                f"-max_total_time={given.seconds}", f"-timeout={STALL_SECONDS}", f"-rss_limit_mb={MEMORY_MIB}",
                f"-artifact_prefix={folder}/", "-max_len=4096", "-print_final_stats=1",
            ]  # fmt: skip
            if given.alone:
                fuzz(name, flags)
            command = [sys.executable, "-m", "tests.torture.guided", name, "--alone", "--seconds", str(given.seconds)]
            done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
            said = done.stdout + done.stderr
            tries = next((line.split()[-1] for line in said.splitlines() if "number_of_executed_units" in line), "?")
            sys.stdout.write(f"{name}: {tries} inputs, {'broken' if done.returncode else 'sound'}\n")
            if done.returncode:
                broken += 1
                sys.stdout.write(said[-4_000:] + "\n")
            sys.stdout.flush()
    return bool(broken)


if __name__ == "__main__":
    sys.exit(main())
