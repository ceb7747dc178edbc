using System.Collections.Immutable;
using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank;

/// <summary>A CUR decomposition <c>A ≈ C U R</c> in Math.NET's matrices.</summary>
/// <typeparam name="T">The element type: <see cref="float"/>, <see cref="double"/> or <see cref="Complex"/>.</typeparam>
public sealed class MathNetCurDecomposition<T>
    where T : unmanaged, INumberBase<T>
{
    internal MathNetCurDecomposition(CurDecomposition<T> result)
    {
        Result = result;
        C = result.C.ToMathNet();
        U = result.U.ToMathNet();
        R = result.R.ToMathNet();
    }

    /// <summary>The chosen columns, numbers from 0.</summary>
    public ImmutableArray<int> ColumnIndices => Result.ColumnIndices;

    /// <summary>The chosen rows, numbers from 0.</summary>
    public ImmutableArray<int> RowIndices => Result.RowIndices;

    /// <summary>The chosen columns of A: m × c.</summary>
    public Matrix<T> C { get; }

    /// <summary>The core: c × r.</summary>
    public Matrix<T> U { get; }

    /// <summary>The chosen rows of A: r × n.</summary>
    public Matrix<T> R { get; }

    /// <summary>The error that this run achieved, and how it is known.</summary>
    public ErrorEstimate Error => Result.Error;

    /// <summary>The decomposition as LowRank's own object, which multiplies without being expanded.</summary>
    public CurDecomposition<T> Result { get; }
}
