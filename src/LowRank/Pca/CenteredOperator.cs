using System.Numerics;
using LowRank.Interop;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.PrincipalComponents;

/// <summary>
/// The operator (A − 1μᵀ) D⁻¹ for given column means μ and scales D, either of which may be left out. It is never formed as a whole.
/// </summary>
/// <param name="a">A, m × n.</param>
/// <param name="mean">μ, n numbers; null for none.</param>
/// <param name="scale">The diagonal of D, n positive numbers; null for ones.</param>
/// <param name="inBlocks">
/// Whether a dense A is centred block by block before it is multiplied. The other way, A x − 1 (μᵀ x), needs no copy of anything, but its
/// error is rounding relative to A and not to what is left after centring.
/// </param>
internal class CenteredOperator<T>(ILinearOperator<T> a, T[]? mean, double[]? scale, bool inBlocks)
    : ILinearOperator<T>, IDenseForm<T>, IRowPartitioned
    where T : unmanaged, INumberBase<T>
{
    private readonly double[]? _inverse = scale is null ? null : Array.ConvertAll(scale, s => 1 / s);
    private readonly T[] _factors = scale is null ? [] : Array.ConvertAll(scale, s => Scalar<T>.FromDouble(1 / s));

    public RowSpace Rows { get; } = RowSpace.Of(a);

    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (inBlocks && a is DenseMatrix<T> dense && mean is not null)
        {
            MultiplyInBlocks(dense, x, destination);
            return;
        }

        using Workspace<T> workspace = new();
        DenseMatrix<T> scaled = x;
        if (_inverse is not null)
        {
            scaled = workspace.Rent(x.RowCount, x.ColumnCount, x.Layout);
            Kernels<T>.Copy(x.Span, scaled.Span);
            Kernels<T>.ScaleRows(_inverse, scaled.Span);
        }

        a.Multiply(scaled, destination);
        if (mean is not null)
        {
            MatrixSpan<T> shift = workspace.Rent(1, x.ColumnCount).Span;
            Kernels<T>.Gemm(T.One, Row(mean), scaled.Span, T.Zero, shift);
            Kernels<T>.SubtractRow(destination.Span, shift.Values[..x.ColumnCount], [], destination.Span);
        }
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (inBlocks && a is DenseMatrix<T> dense && mean is not null)
        {
            MultiplyAdjointInBlocks(dense, x, destination);
            return;
        }

        a.MultiplyAdjoint(x, destination);
        if (mean is not null)
        {
            // (1μᵀ)ᴴ x = conj(μ) (1ᵀ x).
            T[] sums = ColumnSums(x);
            Kernels<T>.Gemm(-T.One, Row(mean).ConjugateTranspose(), Row(sums), T.One, destination.Span);
        }

        if (_inverse is not null)
        {
            Kernels<T>.ScaleRows(_inverse, destination.Span);
        }
    }

    public DenseMatrix<T> ToDense(MatrixLayout layout = MatrixLayout.RowMajor)
    {
        DenseMatrix<T> result = a switch
        {
            DenseMatrix<T> dense => dense.ToDense(layout),
            IDenseForm<T> form => form.ToDense(layout),
            _ => MultipliedOut(layout),
        };
        Center(result.Span, result.Span, 0, ColumnCount);
        return result;
    }

    /// <summary>Blocks of rows where there are more of them, else of columns, so that no product gets thin in both directions.</summary>
    private void MultiplyInBlocks(DenseMatrix<T> dense, DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        bool isTall = RowCount >= ColumnCount;
        using PanelSum<T>? sum = isTall ? null : new(destination);
        ForBlocks(dense, isTall, (block, start) =>
        {
            if (sum is null)
            {
                Kernels<T>.Gemm(T.One, block.Span, x.Span, T.Zero, destination.Span.Rows(start, block.RowCount));
            }
            else
            {
                sum.Add(block.Span, x.Span.Rows(start, block.ColumnCount));
            }
        });
        sum?.Complete();
    }

    private void MultiplyAdjointInBlocks(DenseMatrix<T> dense, DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        bool isTall = RowCount >= ColumnCount;
        using PanelSum<T>? sum = isTall ? new(destination) : null;
        ForBlocks(dense, isTall, (block, start) =>
        {
            MatrixSpan<T> adjoint = block.Span.ConjugateTranspose();
            if (sum is null)
            {
                Kernels<T>.Gemm(T.One, adjoint, x.Span, T.Zero, destination.Span.Rows(start, block.ColumnCount));
            }
            else
            {
                sum.Add(adjoint, x.Span.Rows(start, block.RowCount));
            }
        });
        sum?.Complete();
    }

    private void ForBlocks(DenseMatrix<T> dense, bool byRows, Action<DenseMatrix<T>, int> action)
    {
        int total = byRows ? RowCount : ColumnCount;
        int perBlock = Math.Min(total, Math.Max(1, Machine.ElementsPerCentering / Math.Max(1, byRows ? ColumnCount : RowCount)));
        using Workspace<T> workspace = new();
        DenseMatrix<T> memory = byRows
            ? workspace.Rent(perBlock, ColumnCount, dense.Layout)
            : workspace.Rent(RowCount, perBlock, dense.Layout);
        int threads = Math.Min(NativeThreads.Current, 1 + (Machine.ElementsPerCentering / Machine.ElementsPerCenteringThread));
        for (int start = 0; start < total; start += perBlock)
        {
            int count = Math.Min(perBlock, total - start);
            DenseMatrix<T> source = byRows ? dense.AsRows(start, count) : dense.AsColumns(start, count);
            DenseMatrix<T> block = byRows ? memory.AsRows(0, count) : memory.AsColumns(0, count);
            int firstColumn = byRows ? 0 : start;

            // Threads share a block by rows: each entry is one subtraction, wherever it is done.
            int pieces = Math.Min(threads, block.RowCount);
            Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, piece =>
            {
                int from = (int)((long)block.RowCount * piece / pieces);
                int rows = (int)((long)block.RowCount * (piece + 1) / pieces) - from;
                Center(source.Span.Rows(from, rows), block.Span.Rows(from, rows), firstColumn, block.ColumnCount);
            });
            action(block, start);
        }
    }

    private void Center(MatrixSpan<T> source, MatrixSpan<T> destination, int firstColumn, int count)
    {
        ReadOnlySpan<T> factors = _factors.Length == 0 ? [] : _factors.AsSpan(firstColumn, count);
        Kernels<T>.SubtractRow(source, (mean ?? new T[ColumnCount]).AsSpan(firstColumn, count), factors, destination);
    }

    /// <summary>By the identity of the smaller side.</summary>
    private DenseMatrix<T> MultipliedOut(MatrixLayout layout)
    {
        bool isWide = RowCount < ColumnCount;
        int size = Math.Min(RowCount, ColumnCount);
        using Workspace<T> workspace = new();
        DenseMatrix<T> identity = workspace.Rent(size, size);
        Kernels<T>.Fill(T.Zero, identity.Span);
        for (int i = 0; i < size; i++)
        {
            identity[i, i] = T.One;
        }

        DenseMatrix<T> product = DenseMatrix.Create<T>(RowCount, ColumnCount, layout);
        if (isWide)
        {
            a.MultiplyAdjoint(identity, product.Transpose());
            Kernels<T>.ConjugateInPlace(product.Span);
        }
        else
        {
            a.Multiply(identity, product);
        }

        MatrixGuard.FiniteProduct(Rows.Maximum(product.FrobeniusNorm()), a, nameof(a));
        return product;
    }

    private static MatrixSpan<T> Row(T[] values) => new(values, 1, values.Length, MatrixLayout.RowMajor, Math.Max(1, values.Length));

    /// <summary>1ᵀ x over all parts, summed in double.</summary>
    private T[] ColumnSums(DenseMatrix<T> x)
    {
        int parts = Scalar<T>.RealDimension;
        double[] sums = new double[parts * x.ColumnCount];
        Kernels<T>.AddShiftedColumns(x.Span, new double[sums.Length], 1, sums, new double[sums.Length]);
        Rows.Sum(sums.AsSpan());
        T[] result = new T[x.ColumnCount];
        for (int j = 0; j < result.Length; j++)
        {
            result[j] = parts == 1 ? Scalar<T>.FromDouble(sums[j]) : Scalar<T>.FromParts(sums[2 * j], sums[(2 * j) + 1]);
        }

        return result;
    }
}

/// <summary>A <see cref="CenteredOperator{T}"/> whose Frobenius norm is known.</summary>
internal sealed class NormedCenteredOperator<T>(ILinearOperator<T> a, T[]? mean, double[]? scale, bool inBlocks, double norm)
    : CenteredOperator<T>(a, mean, scale, inBlocks), IFrobeniusNorm
    where T : unmanaged, INumberBase<T>
{
    public double FrobeniusNorm() => norm;
}
