using System.Numerics;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Selection;

/// <summary>
/// How much every column of A has outside a growing basis Q: ‖a_j‖² − ‖Qᴴa_j‖², by Pythagoras from what is computed anyway. A sketch
/// knows directions well, but lengths only to some 1/√(rows), and after as many pivots as it has rows the longest are those that happen
/// to look long. So its columns are brought to their true lengths before they are pivoted on.
/// </summary>
internal sealed class ColumnLengths<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly double _fewestUnits = Tuning<SelectionTuning>.Current.FewestLengthUnits;
    private readonly double[] _whole;
    private readonly double[] _left;

    // Lengths are in units of 2^exponent, so that their squares are safe.
    private readonly int _exponent;

    private ColumnLengths(double[] squares, int exponent)
    {
        _whole = squares;
        _left = [.. squares];
        _exponent = exponent;
        Norm = Math.ScaleB(Math.Sqrt(squares.Sum()), exponent);
    }

    /// <summary>‖A‖_F.</summary>
    public double Norm { get; }

    /// <summary>The lengths of the columns of a dense or sparse matrix; null for any other operator, for zero, and where an entry is NaN
    /// or infinite.</summary>
    public static ColumnLengths<T>? TryOf(ILinearOperator<T> a, RunContext context)
    {
        double[]? norms = ParallelNorms.TryColumns(a, context.MaxDegreeOfParallelism);
        double largest = norms?.DefaultIfEmpty(0).Max() ?? 0;
        if (!(largest > 0 && double.IsFinite(largest)))
        {
            return null;
        }

        int exponent = Math.ILogB(largest);
        return new ColumnLengths<T>(Array.ConvertAll(norms!, norm => Math.Pow(Math.ScaleB(norm, -exponent), 2)), exponent);
    }

    /// <summary>The lengths whose squares are known; null where one of them may be inexact.</summary>
    public static ColumnLengths<T>? TryOfSquares(double[] squares) =>
        Kernels<T>.IsSafeSquare(squares.Sum()) ? new ColumnLengths<T>(squares, 0) : null;

    /// <summary>The basis has grown.</summary>
    /// <param name="projections">AᴴQ for the new part of the basis, n × p, column-major.</param>
    public void Project(DenseMatrix<T> projections)
    {
        using Workspace<T> workspace = new();
        if (_exponent != 0)
        {
            DenseMatrix<T> scaled = workspace.Rent(projections.RowCount, projections.ColumnCount);
            Kernels<T>.Copy(projections.Span, scaled.Span);
            Kernels<T>.ScaleByPowerOfTwo(-_exponent, scaled.Span);
            projections = scaled;
        }

        for (int i = 0; i < projections.ColumnCount; i++)
        {
            Kernels<T>.AddSquares(projections.Span.Major(i), -1, _left);
        }
    }

    /// <summary>Brings the columns of a sketch of what is left of A (d × n, column-major) to their true lengths, all in the same
    /// unit.</summary>
    public void Restore(DenseMatrix<T> sketch)
    {
        Kernels<T>.ScaleByPowerOfTwo(-_exponent, sketch.Span);
        for (int j = 0; j < _left.Length; j++)
        {
            Span<T> column = sketch.Span.Major(j);
            double seen = Kernels<T>.SumOfSquares(column);
            if (_left[j] > _fewestUnits * Scalar<T>.Epsilon * _whole[j] && seen > 0)
            {
                Kernels<T>.ScaleVector(Scalar<T>.FromDouble(Math.Sqrt(_left[j] / seen)), column);
            }
        }
    }
}
