using System.Numerics;

namespace LowRank;

/// <summary>The compressed rows, or columns, of a <see cref="SparseMatrix{T}"/>, as views of its memory.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
/// <param name="Starts">Where each row (or column) starts, and where the last one ends: one number more than there are rows.</param>
/// <param name="Indices">The column (or row) of each entry; ascending within a row, without repetition.</param>
/// <param name="Values">The entries; none of them is zero.</param>
public readonly record struct CompressedVectors<T>(ReadOnlyMemory<int> Starts, ReadOnlyMemory<int> Indices, ReadOnlyMemory<T> Values)
    where T : unmanaged, INumberBase<T>;
