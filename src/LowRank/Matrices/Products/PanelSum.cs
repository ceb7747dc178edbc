using System.Numerics;
using LowRank.Kernels;

namespace LowRank.Matrices;

/// <summary>
/// destination := Σ A_i B_i over panels of a long inner dimension. In single precision each panel would cost a rounding of the whole sum,
/// so the sums of some panels are added up in double.
/// </summary>
internal sealed class PanelSum<T>(DenseMatrix<T> destination) : IDisposable
    where T : unmanaged, INumberBase<T>
{
    private readonly Workspace<double> _workspace = new();
    private DenseMatrix<double>? _wide;
    private int _panels;

    /// <summary>Adds A B.</summary>
    public void Add(MatrixSpan<T> a, MatrixSpan<T> b)
    {
        if (Scalar<T>.IsSingle && _panels == Machine.PanelsPerSum)
        {
            Move();
        }

        Kernels<T>.Gemm(T.One, a, b, _panels == 0 ? T.Zero : T.One, destination.Span);
        _panels++;
    }

    /// <summary>Finishes the destination; zero where there was no panel.</summary>
    public void Complete()
    {
        if (_panels == 0)
        {
            Kernels<T>.Fill(T.Zero, destination.Span);
        }
        else if (_wide is not null)
        {
            Move();
            MatrixSpan<T> target = destination.Span;
            for (int i = 0; i < target.MajorCount; i++)
            {
                Kernels<T>.Narrow(_wide.Span.Major(i), target.Major(i));
            }
        }
    }

    /// <summary>Gives the sums back, finished or not.</summary>
    public void Dispose() => _workspace.Dispose();

    /// <summary>Adds what the destination holds to the sums in double.</summary>
    private void Move()
    {
        MatrixSpan<T> source = destination.Span;
        if (_wide is null)
        {
            _wide = _workspace.Rent(source.MinorCount, source.MajorCount);
            Kernels<double>.Fill(0, _wide.Span);
        }

        for (int i = 0; i < source.MajorCount; i++)
        {
            Kernels<T>.AddWidened(source.Major(i), _wide.Span.Major(i));
        }

        _panels = 0;
    }
}
