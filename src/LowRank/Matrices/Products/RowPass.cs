using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// What one reading of a matrix A brings, added up panel of rows by panel of rows: A x, Aᴴ(A x), Aᴴ y and ‖A‖_F, as far as they are
/// wanted.
/// </summary>
internal sealed class RowPass<T>
    where T : unmanaged, INumberBase<T>
{
    private readonly DenseMatrix<T>? _x;
    private readonly PanelSum<T>? _normal;
    private readonly DenseMatrix<T>? _image;
    private readonly DenseMatrix<T>? _left;
    private readonly PanelSum<T>? _adjoint;

    /// <param name="x">x, n × p.</param>
    /// <param name="normal">Receives Aᴴ(A x), n × p.</param>
    /// <param name="image">Receives A x, m × p.</param>
    /// <param name="left">y, m × l.</param>
    /// <param name="adjoint">Receives Aᴴ y, n × l.</param>
    public RowPass(
        DenseMatrix<T>? x = null, DenseMatrix<T>? normal = null, DenseMatrix<T>? image = null, DenseMatrix<T>? left = null,
        DenseMatrix<T>? adjoint = null)
    {
        (_x, _image, _left) = (x, image, left);
        _normal = normal is null ? null : new PanelSum<T>(normal);
        _adjoint = adjoint is null ? null : new PanelSum<T>(adjoint);
        if (image is { RowCount: > 0 } && x is { RowCount: 0 })
        {
            Kernels<T>.Fill(T.Zero, image.Span);
        }
    }

    /// <summary>‖A‖_F as far as it has been read, where <see cref="Add"/> was to measure it.</summary>
    public double Norm { get; private set; }

    /// <summary>Of a matrix in memory.</summary>
    public void AddAll(DenseMatrix<T> a)
    {
        int perPanel = Math.Max(Machine.FewestRowsPerPass, Machine.ElementsPerPass / Math.Max(1, a.ColumnCount));
        for (int start = 0; start < a.RowCount; start += perPanel)
        {
            Add(a.AsRows(start, Math.Min(perPanel, a.RowCount - start)), start, measure: false);
        }

        Complete();
    }

    /// <summary>All rows have been added: only now are the sums there.</summary>
    public void Complete()
    {
        _normal?.Complete();
        _adjoint?.Complete();
    }

    /// <summary>Takes the next rows in.</summary>
    /// <param name="panel">Some rows of A.</param>
    /// <param name="firstRow">The number of the first of them.</param>
    /// <param name="measure">Whether their norm counts.</param>
    public void Add(DenseMatrix<T> panel, int firstRow, bool measure)
    {
        if (measure)
        {
            Norm = double.Hypot(Norm, panel.FrobeniusNorm());
        }

        if (_x is not null)
        {
            using Workspace<T> workspace = new();
            DenseMatrix<T> product = _image?.AsRows(firstRow, panel.RowCount)
                ?? workspace.Rent(panel.RowCount, _x.ColumnCount, MatrixLayout.RowMajor);
            panel.Multiply(_x, product);
            _normal?.Add(panel.Span.ConjugateTranspose(), product.Span);
        }

        _adjoint?.Add(panel.Span.ConjugateTranspose(), _left!.AsRows(firstRow, panel.RowCount).Span);
    }
}
