"""Memory: a version too large for the machine is refused before anything is stored, a query that takes too much says so."""

import os
import sys
from contextlib import closing

import pytest

from kg.errors import NeedsMemory, StoreFailed
from kg.stores import ladybug, memory
from kg.stores.memory import BYTES_EACH, bytes_needed, free_memory, refuse_if_too_large
from kg.versions.home import Home
from loaders.corpus import DEFAULT_CORPUS
from loaders.pipeline import load


def test_what_fits_is_not_refused():
    refuse_if_too_large(1000, 1000 * BYTES_EACH)
    with pytest.raises(StoreFailed, match=r"1,000 triples takes about 0\.0 GiB of memory.*--add"):
        refuse_if_too_large(1000, 1000 * BYTES_EACH - 1)


def test_of_many_triples_each_needs_less():
    few, many = bytes_needed(1_000) / 1_000, bytes_needed(10_000_000) / 10_000_000
    assert few == BYTES_EACH > many
    assert all(bytes_needed(number) < bytes_needed(number + 1_000) for number in range(0, 5_000_000, 100_000))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not say what is free")
def test_free_memory_is_less_than_there_is():
    free = free_memory()
    assert free is not None
    assert 2**20 < free <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def test_a_control_group_counts(tmp_path, monkeypatch):
    group = tmp_path / "system.slice" / "lacuna.service"
    group.mkdir(parents=True)
    (group / "memory.max").write_text("3000000\n", encoding="utf-8")
    (group / "memory.current").write_text("2500000\n", encoding="utf-8")
    (group / "memory.stat").write_text("anon 100\ninactive_file 1000\n", encoding="utf-8")
    (group.parent / "memory.max").write_text("max\n", encoding="utf-8")
    (tmp_path / "own").write_text("0::/system.slice/lacuna.service\n", encoding="utf-8")
    monkeypatch.setattr(memory, "_GROUPS", tmp_path)
    monkeypatch.setattr(memory, "_OWN_GROUP", tmp_path / "own")
    assert free_memory() == 501_000


def test_a_query_that_takes_too_much_memory_says_so(home_folder, monkeypatch):
    """The file is not at fault, and the next query is answered."""
    monkeypatch.setattr(memory, "FOR_QUERIES", 2**26)
    monkeypatch.setattr(memory, "_OF_FILE", 0)
    home = Home(home_folder)
    with closing(ladybug.LadybugStore.open(home.graph(home.current()).file)) as store:
        with pytest.raises(NeedsMemory, match="needs more memory"):
            store.run("MATCH (a), (b) RETURN a.iri + b.iri AS pair, count(*) AS number", {})
        assert store.run("MATCH (r:Review) RETURN count(*) AS number", {})[0]["number"]


def test_queries_of_a_large_file_may_take_more(tmp_path, monkeypatch):
    file = tmp_path / "graph"
    file.touch()
    sizes = (
        (0, 2**40, 2**30),
        (2**29, 2**40, 2**32),
        (2**29, 2**32, 2**31),
        (2**29, 2**30, 2**30),
        (2**29, None, 2**30),
    )
    for size, free, most in sizes:
        os.truncate(file, size)
        monkeypatch.setattr(memory, "free_memory", lambda free=free: free)
        assert memory.most_for_queries(file) == most


def test_a_load_that_does_not_fit_changes_nothing(tmp_path, monkeypatch):
    (tmp_path / "meminfo").write_text("MemTotal: 9000 kB\nMemAvailable: 900 kB\n", encoding="utf-8")
    table = tmp_path / "other.csv"
    table.write_text("study,title,unit-operation,source\na,T,drying,p. 1\n", encoding="utf-8")
    home = Home(tmp_path / "home")
    before = load([DEFAULT_CORPUS], home).version.version
    monkeypatch.setattr(memory, "_MEMORY", tmp_path / "meminfo")
    with pytest.raises(StoreFailed, match="Nothing was changed"):
        load([str(table)], home)
    assert [f"sha256:{each}" for each in home.digests()] == [before] == [f"sha256:{home.current()}"]
    assert load([str(table)], home, add=True).new, "an addition takes little memory"
