using System.Numerics;
using LowRank.Kernels;
using LowRank.Matrices;

namespace LowRank.Operators;

/// <summary>A matrix that is read some rows at a time, as an operator: whatever is asked for comes from one reading.</summary>
/// <param name="source">The rows.</param>
/// <param name="given">The operator that offers them, which knows best how to multiply; null where there is none.</param>
/// <remarks>The panels, and with them the order of all sums, depend on the shape and the source alone.</remarks>
internal sealed class RowBlockOperator<T>(IRowBlockSource<T> source, ILinearOperator<T>? given = null)
    : ILinearOperator<T>, IFrobeniusNorm, IColumnSource<T>, IRowSource<T>, INormalProduct<T>, IFirstReading<T>
    where T : unmanaged, INumberBase<T>
{
    private double? _norm;

    public int RowCount { get; } = source.RowCount <= int.MaxValue ? (int)source.RowCount : throw new ArgumentOutOfRangeException(
        nameof(source), source.RowCount, $"{source.GetType().Name} has {source.RowCount} rows; at most {int.MaxValue} can be taken.");

    public int ColumnCount => source.ColumnCount;

    public bool IsMeasured => _norm is not null;

    /// <summary>An operator that hands out rows, as one that gives all from one reading; null for any other.</summary>
    public static RowBlockOperator<T>? Of(ILinearOperator<T> a) =>
        a as RowBlockOperator<T> ?? (a is IRowBlockSource<T> source ? new RowBlockOperator<T>(source, a) : null);

    public void Multiply(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (given is not null)
        {
            given.Multiply(x, destination);
            return;
        }

        Run(new RowPass<T>(x: x, image: destination));
    }

    public void MultiplyAdjoint(DenseMatrix<T> x, DenseMatrix<T> destination)
    {
        if (given is not null)
        {
            given.MultiplyAdjoint(x, destination);
            return;
        }

        Run(new RowPass<T>(left: x, adjoint: destination));
    }

    public void MultiplyNormal(DenseMatrix<T> x, DenseMatrix<T> normal, DenseMatrix<T>? image = null) =>
        Run(new RowPass<T>(x, normal, image));

    public double ReadFirst(DenseMatrix<T> x, DenseMatrix<T> normal) => Measure(new RowPass<T>(x, normal));

    /// <summary>All that a pass wants, and ‖A‖_F.</summary>
    /// <exception cref="ArgumentException">An entry is NaN or infinite.</exception>
    public double Measure(RowPass<T> pass)
    {
        Run(pass, measure: true);
        _norm = pass.Norm;
        return InputNorm.Checked(pass.Norm, this, "a");
    }

    public double FrobeniusNorm()
    {
        if (_norm is null)
        {
            RowPass<T> pass = new();
            Run(pass, measure: true);
            _norm = pass.Norm;
        }

        return _norm.Value;
    }

    public void CopyColumns(ReadOnlySpan<int> columns, DenseMatrix<T> destination)
    {
        if (given is IColumnSource<T> known)
        {
            known.CopyColumns(columns, destination);
            return;
        }

        int[] wanted = columns.ToArray();
        ForPanels((panel, start) => panel.CopyColumns(wanted, destination.AsRows(start, panel.RowCount)));
    }

    public void CopyRows(ReadOnlySpan<int> rows, DenseMatrix<T> destination)
    {
        if (given is IRowSource<T> known)
        {
            known.CopyRows(rows, destination);
            return;
        }

        int[] wanted = rows.ToArray();
        ForPanels((panel, start) =>
        {
            for (int i = 0; i < wanted.Length; i++)
            {
                if (wanted[i] >= start && wanted[i] < start + panel.RowCount)
                {
                    panel.CopyRows([wanted[i] - start], destination.AsRows(i, 1));
                }
            }
        });
    }

    /// <summary>One reading, panel of rows by panel of rows: (panel, the number of its first row). What is done to a panel stays in
    /// it.</summary>
    public void ForPanels(Action<DenseMatrix<T>, int> action)
    {
        if (RowCount == 0 || ColumnCount == 0)
        {
            return;
        }

        int perPanel = (int)Math.Clamp(Machine.ElementsPerReading / ColumnCount, 1, RowCount);
        using Workspace<T> workspace = new();
        DenseMatrix<T> memory = workspace.Rent(perPanel, ColumnCount, MatrixLayout.RowMajor);
        for (int start = 0; start < RowCount;)
        {
            int count = source.Read(start, memory.AsRows(0, Math.Min(perPanel, RowCount - start)));
            if (count <= 0 || count > perPanel)
            {
                throw new InvalidOperationException(
                    $"{source.GetType().Name} read {count} rows from row {start} on; of {RowCount} rows 1 to {perPanel} were to come.");
            }

            action(memory.AsRows(0, count), start);
            start += count;
        }
    }

    private void Run(RowPass<T> pass, bool measure = false)
    {
        ForPanels((panel, start) => pass.Add(panel, start, measure));
        pass.Complete();
    }
}
