# SPDX-FileCopyrightText: 2026 The Mendsky authors
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sixty-four bytes at a time: masks of classes of bytes, as vector code that LLVM makes for any processor.

Numba knows no vectors, but lets an intrinsic write LLVM's own language: a load of `<64 x i8>`, a
comparison, and the outcome as 64 bits. That becomes AVX-512, AVX2, SSE2 or NEON as there is.
"""

from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib import import_module
from inspect import getsource
from typing import Any

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.errors import TypingError
from numba.extending import intrinsic

LANES = 64
AHEAD = 1 << 11
"""Bytes from what is looked at to what is had brought near; half and four times as many serve as well."""
PARTS = ("mendsky.core.identity.judging", __name__)
BYTE, WORD = ir.IntType(8), ir.IntType(64)
VECTOR = ir.VectorType(BYTE, LANES)
Builder = Any
Value = Any


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a function into each of those that call it: to hand on thirteen arrays takes 0.1 µs."""
    return numba.njit(nogil=True, _nrt=False, forceinline=True, error_model="numpy")(function)


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a function when it is first called, and keep the outcome where numba keeps such.

    Without `_nrt=False` every array that is handed on is counted by two atomic operations, which takes
    three quarters of the time (numba issues 2345 and 2350); nothing here allocates, so nothing needs it.
    """
    options = {"nogil": True, "_nrt": False, "error_model": "numpy"}
    try:
        made = numba.njit(cache=True, **options)(function)
    except RuntimeError:
        return numba.njit(**options)(function)  # no folder can be written: it is compiled in each process
    # Numba asks for the age of the function's own file only; what is compiled into it stands elsewhere.
    kept = made._cache._cache_file  # noqa: SLF001 - there is no other way to say so
    kept._source_stamp = (kept._source_stamp, _parts())  # noqa: SLF001
    return made


@cache
def _parts() -> str:
    """Give a hash of the sources that are compiled into functions of other modules."""
    return blake2b("".join(getsource(import_module(name)) for name in PARTS).encode()).hexdigest()


def _in_a_row(array: Any) -> None:
    """Refuse, when a kernel is compiled, arrays whose entries lie apart: nothing looks at strides."""
    if array.layout != "C":
        msg = "the entries of an array that is given to a kernel must lie in a row"
        raise TypingError(msg)


def _splat(value: int) -> Value:
    return ir.Constant(VECTOR, [value] * LANES)


def _loaded(context: Any, builder: Builder, signature: Any, arguments: Any, kind: Any) -> Value:
    array, index = arguments
    struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=array)
    pointer = builder.bitcast(builder.gep(struct.data, [index]), kind.as_pointer())
    loaded = builder.load(pointer)
    loaded.align = 1
    return loaded


def _mask(test: Callable[..., Value], *further: int) -> Any:
    """Make the intrinsic that gives, for 64 bytes of an array from an index on, which pass a test.

    The test is also given the bytes that stand further on by so many places.
    """

    @intrinsic
    def mask(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - numba asks for the name
        _in_a_row(array)
        signature = types.uint64(array, types.int64)

        def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
            array, index = arguments
            vectors = [
                _loaded(context, builder, signature, (array, builder.add(index, WORD(by))), VECTOR)
                for by in (0, *further)
            ]
            return builder.bitcast(test(builder, *vectors), WORD)

        return signature, code

    return mask


def _within(builder: Builder, vector: Value, first: int, count: int) -> Value:
    return builder.icmp_unsigned("<", builder.sub(vector, _splat(first)), _splat(count))


def _letters(builder: Builder, vector: Value) -> Value:
    return _within(builder, builder.or_(vector, _splat(0x20)), ord("a"), 26)


def _either(builder: Builder, vector: Value, values: bytes) -> Value:
    found = builder.icmp_unsigned("==", vector, _splat(values[0]))
    for value in values[1:]:
        found = builder.or_(found, builder.icmp_unsigned("==", vector, _splat(value)))
    return found


digits = _mask(lambda builder, vector: _within(builder, vector, ord("0"), 10))
letters = _mask(_letters)
glued = _mask(
    lambda builder, vector: builder.or_(_within(builder, vector, ord("0"), 10), _letters(builder, vector))
)
capitals = _mask(lambda builder, vector: _within(builder, vector, ord("A"), 26))
beyond_ascii = _mask(lambda builder, vector: builder.icmp_unsigned(">=", vector, _splat(0x80)))
line_ends = _mask(lambda builder, vector: _either(builder, vector, b"\n"))
backslashes = _mask(lambda builder, vector: _either(builder, vector, b"\\"))
quotes = _mask(lambda builder, vector: _either(builder, vector, b'"'))
noughts = _mask(lambda builder, vector: _either(builder, vector, b"\x00"))
locals_of = _mask(
    lambda builder, vector: builder.or_(
        builder.or_(_within(builder, vector, ord("0"), 10), _letters(builder, vector)),
        _either(builder, vector, b"._+-"),
    )
)
"""What stands before the sign of an address."""
domains_of = _mask(
    lambda builder, vector: builder.or_(
        builder.or_(_within(builder, vector, ord("0"), 10), _letters(builder, vector)),
        _either(builder, vector, b".-"),
    )
)


def _signs(builder: Builder, vector: Value, one: Value, two: Value, three: Value) -> Value:
    found = _either(builder, vector, b"@+\\")
    for first, then, byte in ((b"&", one, b"#"), (b"\xa3", two, b"\xa3"), (b"\xef", three, b"\xef")):
        both = builder.and_(_either(builder, vector, first), _either(builder, then, byte))
        found = builder.or_(found, both)
    return found


signs = _mask(_signs, 1, 2, 3)
"""What an address, a telephone number, an escape or several full-width digits have."""


def _tables(builder: Builder, vector: Value, one: Value, three: Value) -> Value:
    inner = builder.and_(_either(builder, one, b"tT"), _either(builder, three, b"bB"))
    return builder.and_(_either(builder, vector, b"<"), inner)


tables = _mask(_tables, 1, 3)
"""Where a table of HTML may begin, and hardly anything else."""
points = _mask(lambda builder, vector: _either(builder, vector, b"."))


def _beside_one(predicate: str) -> Any:
    """Make the intrinsic that gives, for 64 bytes of an array from an index on, how they compare to one."""

    @intrinsic
    def mask(_typing: Any, array: Any, index: Any, byte: Any) -> Any:  # noqa: ARG001 - numba asks for the names
        _in_a_row(array)
        signature = types.uint64(array, types.int64, types.uint8)

        def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
            *place, wanted = arguments
            vector = _loaded(context, builder, signature, place, VECTOR)
            undefined = ir.Constant(VECTOR, ir.Undefined)
            one = builder.insert_element(undefined, wanted, ir.Constant(ir.IntType(32), 0))
            everywhere = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
            wide = builder.shuffle_vector(one, undefined, everywhere)
            return builder.bitcast(builder.icmp_unsigned(predicate, vector, wide), WORD)

        return signature, code

    return mask


same = _beside_one("==")
at_least = _beside_one(">=")


@intrinsic
def word(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - numba asks for the name
    """Give the eight bytes of an array from an index on as one number, the first one lowest."""
    _in_a_row(array)
    signature = types.uint64(array, types.int64)

    def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
        return _loaded(context, builder, signature, arguments, WORD)

    return signature, code


@intrinsic
def entry(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - numba asks for the name
    """Give an entry of an array of one dimension; an index below nought is no index from its end."""
    _in_a_row(array)
    signature = array.dtype(array, types.int64)

    def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
        struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        return builder.load(builder.gep(struct.data, [arguments[1]]))

    return signature, code


@intrinsic
def put(_typing: Any, array: Any, index: Any, value: Any) -> Any:  # noqa: ARG001 - numba asks for the names
    """Set an entry of an array of one dimension."""
    _in_a_row(array)
    signature = types.void(array, types.int64, array.dtype)

    def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
        struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        builder.store(arguments[2], builder.gep(struct.data, [arguments[1]]))
        return context.get_dummy_value()

    return signature, code


@intrinsic
def fetch_ahead(_typing: Any, array: Any, index: Any) -> Any:  # noqa: ARG001 - numba asks for the names
    """Have the bytes of an array brought near that come `AHEAD` of an index, be there any or none.

    Where much is done with each byte the processor fetches too few of the next ones by itself: of 256 MB
    that were not in its caches sparse text was read at 3.2 GB/s without this, and at 8.9 with it.
    """
    _in_a_row(array)
    signature = types.void(array, types.int64)

    def code(context: Any, builder: Builder, signature: Any, arguments: Any) -> Value:
        struct = cgutils.create_struct_proxy(signature.args[0])(context, builder, value=arguments[0])
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [BYTE.as_pointer(), number, number, number])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        # To be read, into all caches, as data.
        how = [number(0), number(3), number(1)]
        place = builder.gep(struct.data, [builder.add(arguments[1], WORD(AHEAD))])
        builder.call(function, [place, *how])
        return context.get_dummy_value()

    return signature, code


@intrinsic
def rarely(_typing: Any, said: Any) -> Any:  # noqa: ARG001 - numba asks for the name
    """Give a truth that is seldom so: what hangs on it takes no registers from what is often done."""
    signature = types.boolean(types.boolean)

    def code(_context: Any, builder: Builder, _signature: Any, arguments: Any) -> Value:
        bit = ir.IntType(1)
        kind = ir.FunctionType(bit, [bit, bit])
        expect = cgutils.get_or_insert_function(builder.module, kind, "llvm.expect.i1")
        return builder.call(expect, [arguments[0], bit(0)])

    return signature, code


def _counted(name: str, *flags: int) -> Any:
    @intrinsic
    def count(_typing: Any, bits: Any) -> Any:  # noqa: ARG001 - numba asks for the name
        signature = types.int64(types.uint64)

        def code(_context: Any, builder: Builder, _signature: Any, arguments: Any) -> Value:
            kind = ir.FunctionType(WORD, [WORD, *(ir.IntType(1) for _ in flags)])
            function = cgutils.get_or_insert_function(builder.module, kind, name)
            return builder.call(function, [arguments[0], *(ir.Constant(ir.IntType(1), one) for one in flags)])

        return signature, code

    return count


low_noughts = _counted("llvm.cttz.i64", 0)
"""How many bits below the lowest one are nought; 64 where all are."""
high_noughts = _counted("llvm.ctlz.i64", 0)
ones = _counted("llvm.ctpop.i64")
