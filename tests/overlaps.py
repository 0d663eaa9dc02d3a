"""Overlap tables of published studies: how many persons are on just which lists. Counts are facts from the cited studies."""

from collections.abc import Mapping

from sijill.tally.estimate import Histories


def table(names: str, cells: Mapping[str, int]) -> Histories:
    """Histories from `{"101": 5, …}`; `names` is one word a list."""
    return Histories.of(names.split(), [[int(bit) for bit in cell] for cell in cells], list(cells.values()))


def lettered(names: str, cells: str) -> Histories:
    """Histories from `A 25 AC 1 …`, for lists of one letter each."""
    words = cells.split()
    rows = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    return Histories.of(tuple(names), [[int(n in key) for n in names] for key in rows], list(rows.values()))


def coded(names: str, cells: str) -> Histories:
    """Histories from `0001 306 0010 936 …`."""
    words = cells.split()
    return table(names, dict(zip(words[::2], map(int, words[1::2]), strict=True)))


# Ball et al. 2002, killings in Kosovo, March to June 1999
KOSOVO = coded(
    "EXH ABA OSCE HRW",
    "0001 306 0010 936 0011 123 0100 845 0101 31 0110 217 0111 32 1000 1131 "
    "1001 106 1010 228 1011 42 1100 177 1101 18 1110 181 1111 27",
)
# Jamaluddine et al., Lancet 2025: Gaza, 7 October 2023 to 30 June 2024
GAZA = coded("hospital survey social", "001 1469 010 5104 011 351 100 19048 101 1173 110 1929 111 197")
# Abeni et al. 1994, HIV in Rome
HIV = coded(
    "1 2 3 4",
    "1111 0 1110 3 1101 1 1100 33 1011 0 1010 20 1001 6 1000 403 0111 3 0110 35 0101 10 0100 545 0011 11 0010 621 0001 205",
)
# Rivest and Baillargeon 2014: lesbian women in four registries
LESBIAN = coded(
    "A B C D",
    "1111 23 1110 27 1101 48 1100 104 1011 19 1010 44 1001 143 1000 589 0111 20 0110 64 0101 53 0100 534 0011 28 0010 281 0001 208",
)
# Silverman 2014; Chan, Silverman and Vincent 2021: modern slavery
UK = coded(
    "LA NG PF GO GP NCA",
    "100000 54 010000 463 001000 907 000100 695 000010 316 000001 57 110000 15 101000 19 100100 3 011000 56 010100 19 010010 1 "
    "010001 3 001100 69 001010 10 001001 31 000110 8 000101 6 000011 1 111000 1 110100 1 011100 4 011001 3 001101 1 111100 1",
)
UK5 = coded(
    "LA NG PFNCA GO GP",
    "10000 54 01000 463 00100 995 00010 695 00001 316 11000 15 10100 19 10010 3 01100 62 01010 19 01001 1 00110 76 00101 11 "
    "00011 8 11100 1 11010 1 01110 4 11110 1",
)
NETHERLANDS = lettered(
    "IKOPRZ",
    "I 352 K 1299 O 403 P 4466 R 650 Z 632 IO 1 IP 18 IR 3 IZ 16 KO 1 KP 44 KZ 4 OP 59 OR 2 OZ 57 PR 82 PZ 125 RZ 2 IOP 4 IPZ 4 "
    "OPR 2 OPZ 7 PRZ 1",
)
NEW_ORLEANS_CELLS = "A 25 B 5 C 70 D 33 E 6 F 6 G 6 H 21 AC 1 AD 2 AE 1 BF 1 CE 1 CG 1 DE 2 EH 1 ACG 1 ADE 1"
# two tables are in circulation, which differ in one cell
NEW_ORLEANS = lettered("ABCDEFGH", NEW_ORLEANS_CELLS + " CD 1")
NEW_ORLEANS_OTHER = lettered("ABCDEFGH", NEW_ORLEANS_CELLS + " CD 2")
WESTERN = lettered("ABCDE", "A 52 B 90 C 114 D 45 E 21 AC 4 AD 2 AE 5 BC 6 BD 1 DE 3 ACE 1 BCD 1")
KOREA = coded("b c d", "001 41 010 5 100 5 110 54 101 6 011 0 111 12")
# Chan, Silverman and Vincent 2021: a table that several models have no estimate for
ARTIFICIAL = coded("A B C", "100 40 010 30 001 20 110 6")
# Madigan and York 1997: spina bifida (three lists) and the homeless of Northern Virginia as published (five lists, column-major)
MADIGAN_YORK_5 = Histories.of(
    "ABCDE",
    [[i >> j & 1 for j in range(5)] for i in range(1, 32)],
    [27, 37, 19, 4, 4, 1, 1, 97, 22, 37, 25, 2, 1, 3, 5, 83, 36, 34, 18, 3, 5, 0, 2, 30, 5, 23, 8, 0, 3, 0, 2],
)
MADIGAN_YORK_3 = Histories.of("ABC", [[i >> j & 1 for j in range(3)] for i in range(1, 8)], [60, 49, 4, 247, 112, 142, 12])


def join_lists(histories: Histories, joined: str) -> Histories:
    """The same persons with some lists (of one letter each) taken as one, in the place of the first of them."""
    groups: list[list[int]] = []
    for place, name in enumerate(histories.names):
        if name not in joined:
            groups.append([place])
        elif name == joined[0]:
            groups.append([histories.names.index(letter) for letter in joined])
    names = ["".join(histories.names[j] for j in group) for group in groups]
    return Histories.of(names, [[int(any(row[j] for j in group)) for group in groups] for row in histories.cells], histories.counts)
