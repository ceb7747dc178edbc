using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;
using LowRank.Operators;

namespace LowRank.PrincipalComponents;

/// <summary>
/// The operator (A − 1μᵀ) D⁻¹ of an A that is read some rows at a time: means, deviations, norm and a product to start from come out of
/// the first reading, and from then on each panel is centred before it is multiplied.
/// </summary>
internal sealed class CenteredRows<T>(RowBlockOperator<T> a, PcaOptions options)
    : ILinearOperator<T>, INormalProduct<T>, IFirstReading<T>, IFrobeniusNorm
    where T : unmanaged, INumberBase<T>
{
    private Standardization<T>? _standardization;
    private T[] _factors = [];

    public int RowCount => a.RowCount;

    public int ColumnCount => a.ColumnCount;

    public bool IsMeasured => _standardization is not null;

    /// <summary>μ and D: a reading, where there has been none.</summary>
    public Standardization<T> Standardization
    {
        get
        {
            if (_standardization is null)
            {
                ReadMoments(null, null);
            }

            return _standardization!;
        }
    }

    public double FrobeniusNorm() => Standardization.Norm!.Value;

    public double ReadFirst(DenseMatrix<T> x, DenseMatrix<T> normal)
    {
        if (_standardization is null)
        {
            ReadMoments(x, normal);
        }
        else
        {
            MultiplyNormal(x, normal);
        }

        return FrobeniusNorm();
    }

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination) => Run(new RowPass<T>(x: x, image: destination));

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination) => Run(new RowPass<T>(left: x, adjoint: destination));

    public void MultiplyNormal(DenseMatrix<T> x, DenseMatrix<T> normal, DenseMatrix<T>? image = null) =>
        Run(new RowPass<T>(x, normal, image));

    private void Run(RowPass<T> pass)
    {
        T[] mean = Standardization.Mean ?? new T[ColumnCount];
        a.ForPanels((panel, start) =>
        {
            Center(panel, mean, _factors);
            pass.Add(panel, start, measure: false);
        });
        pass.Complete();
    }

    /// <summary>
    /// The first reading. Its product is of the rows less the mean c of the first panel, which is put right afterwards:
    /// (A − 1μᵀ)ᴴ(A − 1μᵀ)x = BᴴB x − m conj(d)(dᵀx) for B = A − 1cᵀ and d = μ − c. Where D is wanted, it is not known before the end: the
    /// product is then that with D x, as good a start.
    /// </summary>
    private void ReadMoments(DenseMatrix<T>? x, DenseMatrix<T>? normal)
    {
        RowPass<T> pass = new(x, normal);
        ColumnMoments<T>? moments = null;
        T[] shift = new T[ColumnCount];
        a.ForPanels((panel, start) =>
        {
            double norm = InputNorm.Checked(panel.FrobeniusNorm(), a, "a");
            ColumnMoments<T> own = ColumnMoments<T>.Of(panel, norm);
            shift = moments is null && options.Center ? own.Mean : shift;
            moments = moments is null ? own : own.Below(moments, start, panel.RowCount);
            if (x is not null)
            {
                Center(panel, shift, []);
                pass.Add(panel, start, measure: false);
            }
        });
        pass.Complete();
        moments ??= ColumnMoments<T>.Of(DenseMatrix.Create<T>(0, ColumnCount), 0);
        _standardization = Standardization<T>.Of(moments, RowCount, options);
        _factors = _standardization.Scale is { } scale ? Array.ConvertAll(scale, s => Scalar<T>.FromDouble(1 / s)) : [];
        if (x is null || normal is null)
        {
            return;
        }

        if (options.Center)
        {
            T[] difference = [.. moments.Mean.Zip(shift, (mean, start) => mean - start)];
            MatrixSpan<T> row = new(difference, 1, ColumnCount, MatrixLayout.RowMajor, Math.Max(1, ColumnCount));
            using Workspace<T> workspace = new();
            DenseMatrix<T> along = workspace.Rent(1, x.ColumnCount);
            Kernels<T>.Gemm(T.One, row, x.Span, T.Zero, along.Span);
            Kernels<T>.Gemm(Scalar<T>.FromDouble(-RowCount), row.ConjugateTranspose(), along.Span, T.One, normal.Span);
        }

        if (_standardization.Scale is { } deviations)
        {
            Kernels<T>.ScaleRows(Array.ConvertAll(deviations, s => 1 / s), normal.Span);
        }
    }

    private static void Center(DenseMatrix<T> panel, T[] mean, T[] factors) =>
        ParallelPieces.Run(panel.RowCount, 1 + (panel.RowCount / Machine.PiecesPerCentering), null, (start, count) =>
            Kernels<T>.SubtractRow(panel.Span.Rows(start, count), mean, factors, panel.Span.Rows(start, count)));
}
