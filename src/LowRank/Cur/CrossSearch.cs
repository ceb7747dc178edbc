using System.Numerics;
using LowRank.Errors;
using LowRank.Execution;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Random;

namespace LowRank.CurParts;

/// <summary>The search for crosses, A ≈ Σ u_k v_k: u_k is what column j_k has left, v_k what row i_k has left over the pivot.</summary>
internal sealed class CrossSearch<T>(int m, int n, Func<int, int, T> entry, int limit, ulong seed, RunContext context) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private const int FirstCapacity = 16;

    private readonly Workspace<T> _workspace = new();
    private readonly List<int> _rows = [];
    private readonly List<int> _columns = [];
    private readonly bool[] _rowIsUsed = new bool[m];
    private readonly bool[] _columnIsUsed = new bool[n];
    private DenseMatrix<T>? _left;
    private DenseMatrix<T>? _right;
    private long _read;

    // Of the approximation so far, ‖Σ u_k v_k‖², in units of the first cross.
    private double _norm;

    private int Count => _rows.Count;

    private int Size => Math.Max(m, n);

    private MatrixSpan<T> Left => _left!.Span;

    private MatrixSpan<T> Right => _right!.Span;

    public void Dispose() => _workspace.Dispose();

    /// <summary>The largest entry of the residual, each time; exact error.</summary>
    public CrossApproximation<T> Fully(Truncation truncation)
    {
        DenseMatrix<T> residual = _workspace.Rent(m, n);
        for (int j = 0; j < n; j++)
        {
            for (int i = 0; i < m; i++)
            {
                residual.Span[i, j] = Read(i, j);
            }
        }

        double norm = Kernels<T>.FrobeniusNorm(residual.Span);
        double allowed = truncation.IsRank ? 0 : truncation.RelativeTolerance(norm) * norm;
        double first = Kernels<T>.LargestMagnitude(residual.Span);
        double left = norm;
        while (Count < limit && left > allowed)
        {
            context.Step("cross", Count, limit);
            (int pivotRow, int pivotColumn, double largest) = Largest(residual);
            if (!(largest > Scalar<T>.Rounding(Size) * first))
            {
                break;
            }

            Reserve();
            Kernels<T>.Copy(residual.Span.Columns(pivotColumn, 1), Left.Columns(Count, 1));
            Kernels<T>.Copy(residual.Span.Rows(pivotRow, 1), Right.Rows(Count, 1));
            Kernels<T>.Scale(T.One / residual.Span[pivotRow, pivotColumn], Right.Rows(Count, 1));
            Right[Count, pivotColumn] = T.One;
            Kernels<T>.Gemm(-T.One, Left.Columns(Count, 1), Right.Rows(Count, 1), T.One, residual.Span);
            Kernels<T>.Fill(T.Zero, residual.Span.Columns(pivotColumn, 1));
            Kernels<T>.Fill(T.Zero, residual.Span.Rows(pivotRow, 1));
            Add(pivotRow, pivotColumn);
            left = Kernels<T>.FrobeniusNorm(residual.Span);
        }

        double share = norm == 0 ? 0 : left / norm;
        return Result(ResidualEstimator<T>.EstimateDropped(norm, share * share, Size));
    }

    /// <summary>A row, its largest entry's column, that column's largest entry's row, and so on; then a check at random entries.</summary>
    public CrossApproximation<T> Partially(Truncation truncation, int checkCount)
    {
        Sample[] samples = Samples(checkCount);
        double scale = 0;
        double norm = 0;
        foreach (Sample sample in samples)
        {
            norm = double.Hypot(norm, Scalar<T>.Abs(sample.Value));
        }

        norm *= samples.Length == 0 ? 0 : Math.Sqrt((double)m * n / samples.Length);
        int row = 0;
        int emptyRows = 0;
        while (Count < limit)
        {
            context.Step("cross", Count, limit);
            bool isFound = row >= 0 && TryAdd(row, ref scale);
            double added = isFound ? LastNorm() : 0;
            double reference = Math.Max(norm, ApproximationNorm());
            double allowed = Math.Max(
                truncation.IsRank ? 0
                    : truncation.RelativeTolerance(reference) * reference, ResidualEstimator<T>.RoundingFloor(Size) * reference);
            if (isFound && added > allowed)
            {
                row = NextRow();
                continue;
            }

            // The crosses have become small, or this row is used up: where do random entries differ most?
            (double error, Sample worst) = Check(samples);
            if (error > allowed && !_rowIsUsed[worst.Row])
            {
                row = worst.Row;
                continue;
            }

            // Nothing shows at the samples. A row that was empty may just have been a bad start: some others get a chance.
            if (isFound || Count > 0 || ++emptyRows > Math.Min(m - 1, 8))
            {
                if (truncation.IsRank && isFound && added > ResidualEstimator<T>.RoundingFloor(Size) * reference)
                {
                    row = NextRow();
                    continue;
                }

                break;
            }

            row = Array.IndexOf(_rowIsUsed, false);
        }

        (double last, _) = Check(samples);
        double denominator = Math.Max(norm, ApproximationNorm());
        double ratio = denominator == 0 ? 0 : last / denominator;
        ErrorEstimate estimate = new(
            ErrorEstimateMethod.SampledEntries, denominator, 0, ratio * ratio, 0, ResidualEstimator<T>.RoundingFloor(Size),
            ResidualEstimator<T>.RoundingFloor(Size), denominator);
        return Result(estimate);
    }

    /// <summary>One cross through a row; false where nothing but rounding is left of it, and the row is then used up.</summary>
    private bool TryAdd(int row, ref double scale)
    {
        _rowIsUsed[row] = true;
        Reserve();
        Span<T> v = Right.Rows(Count, 1).Major(0);
        double rowScale = scale;
        for (int j = 0; j < n; j++)
        {
            v[j] = Read(row, j);
            rowScale = Math.Max(rowScale, Scalar<T>.Abs(v[j]));
        }

        // v := row − Σ u_k(row) v_k
        if (Count > 0)
        {
            Kernels<T>.Gemm(-T.One, Left.Block(row, 0, 1, Count), Right.Rows(0, Count), T.One, Right.Rows(Count, 1));
        }

        int column = -1;
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            double magnitude = _columnIsUsed[j] ? 0 : Scalar<T>.Abs(v[j]);
            (column, largest) = magnitude > largest ? (j, magnitude) : (column, largest);
        }

        if (column < 0 || !(largest > Scalar<T>.Rounding(Size) * rowScale))
        {
            return false;
        }

        scale = rowScale;
        Kernels<T>.ScaleVector(T.One / v[column], v);
        v[column] = T.One;
        Span<T> u = Left.Major(Count);
        for (int i = 0; i < m; i++)
        {
            u[i] = Read(i, column);
        }

        if (Count > 0)
        {
            Kernels<T>.Gemm(-T.One, Left.Columns(0, Count), Right.Block(0, column, Count, 1), T.One, Left.Columns(Count, 1));
        }

        Add(row, column);
        return true;
    }

    /// <summary>The unused row in which the last column has most left; −1 where it has nothing.</summary>
    private int NextRow()
    {
        ReadOnlySpan<T> u = Left.Major(Count - 1);
        int row = -1;
        double largest = 0;
        for (int i = 0; i < m; i++)
        {
            double magnitude = _rowIsUsed[i] ? 0 : Scalar<T>.Abs(u[i]);
            (row, largest) = magnitude > largest ? (i, magnitude) : (row, largest);
        }

        return row;
    }

    private double LastNorm() => Kernels<T>.FrobeniusNorm(Left.Columns(Count - 1, 1)) * Kernels<T>.FrobeniusNorm(Right.Rows(Count - 1, 1));

    /// <summary>‖Σ u_k v_k‖_F, with the cross terms of each new cross added to what is known.</summary>
    private double ApproximationNorm() => Count == 0 ? 0 : Math.Sqrt(Math.Max(0, _norm)) * _unit;

    private double _unit;

    private void Add(int row, int column)
    {
        double length = Kernels<T>.FrobeniusNorm(Left.Columns(Count, 1)) * Kernels<T>.FrobeniusNorm(Right.Rows(Count, 1));
        _unit = Count == 0 ? length : _unit;
        if (_unit > 0)
        {
            double share = length / _unit;
            _norm += share * share;
            for (int k = 0; k < Count; k++)
            {
                T left = Dot(Left.Columns(k, 1), Left.Columns(Count, 1));
                T right = Dot(Right.Rows(k, 1).Transpose(), Right.Rows(Count, 1).Transpose());
                _norm += 2 * Scalar<T>.ToDouble(left / Scalar<T>.FromDouble(_unit) * (right / Scalar<T>.FromDouble(_unit)));
            }
        }

        _rowIsUsed[row] = true;
        _columnIsUsed[column] = true;
        _rows.Add(row);
        _columns.Add(column);
    }

    private T Dot(MatrixSpan<T> x, MatrixSpan<T> y)
    {
        Span<T> product = stackalloc T[1];
        Kernels<T>.Gemm(T.One, x.ConjugateTranspose(), y, T.Zero, new MatrixSpan<T>(product, 1, 1, MatrixLayout.ColumnMajor, 1));
        return product[0];
    }

    private (double Error, Sample Worst) Check(Sample[] samples)
    {
        double sum = 0;
        double largest = -1;
        Sample worst = samples.Length == 0 ? default : samples[0];
        foreach (Sample sample in samples)
        {
            T value = sample.Value;
            for (int k = 0; k < Count; k++)
            {
                value -= Left[sample.Row, k] * Right[k, sample.Column];
            }

            double difference = Scalar<T>.Abs(value);
            sum = double.Hypot(sum, difference);
            if (!_rowIsUsed[sample.Row] && difference > largest)
            {
                (largest, worst) = (difference, sample);
            }
        }

        return (samples.Length == 0 ? 0 : sum * Math.Sqrt((double)m * n / samples.Length), worst);
    }

    private Sample[] Samples(int count)
    {
        if (m == 0 || n == 0)
        {
            return [];
        }

        Philox4x32 generator = new(seed, (ulong)RandomStream.EntryCheck);
        Sample[] samples = new Sample[count];
        for (int s = 0; s < count; s++)
        {
            int row = Math.Min(m - 1, (int)(generator.Uniform((ulong)(2 * s)) * m));
            int column = Math.Min(n - 1, (int)(generator.Uniform((ulong)(2 * s) + 1) * n));
            samples[s] = new Sample(row, column, Read(row, column));
        }

        return samples;
    }

    private static (int Row, int Column, double Magnitude) Largest(DenseMatrix<T> a)
    {
        (int Row, int Column, double Magnitude) largest = (0, 0, 0);
        for (int j = 0; j < a.ColumnCount; j++)
        {
            ReadOnlySpan<T> column = a.Span.Major(j);
            for (int i = 0; i < column.Length; i++)
            {
                double magnitude = Scalar<T>.Abs(column[i]);
                largest = magnitude > largest.Magnitude ? (i, j, magnitude) : largest;
            }
        }

        return largest;
    }

    private T Read(int row, int column)
    {
        T value = entry(row, column);
        _read++;
        if (!T.IsFinite(value))
        {
            ThrowNotFinite(row, column, value, nameof(entry));
        }

        return value;
    }

    private static void ThrowNotFinite(int row, int column, T value, string name) =>
        throw new ArgumentException($"The entry at row {row}, column {column} is {value}; all entries must be finite.", name);

    private void Reserve()
    {
        if (_left is null || Count == _left.ColumnCount)
        {
            int capacity = Math.Min(Math.Min(m, n), Math.Max(FirstCapacity, 2 * Count));
            DenseMatrix<T> left = _workspace.Rent(m, capacity);
            DenseMatrix<T> right = _workspace.Rent(capacity, n, MatrixLayout.RowMajor);
            if (_left is not null)
            {
                Kernels<T>.Copy(_left.Span, left.AsColumns(0, Count).Span);
                Kernels<T>.Copy(_right!.Span, right.AsRows(0, Count).Span);
            }

            (_left, _right) = (left, right);
        }
    }

    private CrossApproximation<T> Result(ErrorEstimate error)
    {
        DenseMatrix<T> left = _left is null
            ? DenseMatrix.Create<T>(m, 0, MatrixLayout.ColumnMajor) : _left.AsColumns(0, Count).ToDense(MatrixLayout.ColumnMajor);
        DenseMatrix<T> right = _right is null ? DenseMatrix.Create<T>(0, n) : _right.AsRows(0, Count).ToDense(MatrixLayout.RowMajor);
        return new CrossApproximation<T>(left, right, [.. _rows], [.. _columns], _read, error);
    }

    private readonly record struct Sample(int Row, int Column, T Value);
}
