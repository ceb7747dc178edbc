using System.Numerics;
using LowRank.Execution;
using LowRank.Matrices;

namespace LowRank.ColumnRowProducts;

/// <summary>The sizes w_i = ‖x_i‖‖y_i‖ of the terms x_i y_iᵀ of a product, in units in which the largest is 1, so that squares are
/// safe.</summary>
internal sealed class TermNorms
{
    private double[]? _descending;
    private double[]? _tails;

    private TermNorms(double[] left, double[] right, double[] weights, double scale)
    {
        (Left, Right, Weights, Scale) = (left, right, weights, scale);
        foreach (double weight in weights)
        {
            Sum += weight;
            SumOfSquares += weight * weight;
        }
    }

    /// <summary>‖x_i‖.</summary>
    public double[] Left { get; }

    /// <summary>‖y_i‖.</summary>
    public double[] Right { get; }

    /// <summary>w_i over <see cref="Scale"/>: 0 … 1.</summary>
    public double[] Weights { get; }

    /// <summary>The largest ‖x_i‖‖y_i‖.</summary>
    public double Scale { get; }

    public double Sum { get; }

    public double SumOfSquares { get; }

    public int Count => Weights.Length;

    public bool IsZero => Scale == 0;

    /// <summary>The weights, the largest first.</summary>
    public double[] Descending
    {
        get
        {
            if (_descending is null)
            {
                double[] sorted = [.. Weights];
                Array.Sort(sorted);
                Array.Reverse(sorted);
                _descending = sorted;
            }

            return _descending;
        }
    }

    /// <summary>Σw over all but the i largest terms, i = 0 … l: from the small end, so that what is left after the heavy ones is not the
    /// difference of large numbers.</summary>
    public double[] Tails
    {
        get
        {
            if (_tails is null)
            {
                double[] tails = new double[Count + 1];
                for (int i = Count - 1; i >= 0; i--)
                {
                    tails[i] = tails[i + 1] + Descending[i];
                }

                _tails = tails;
            }

            return _tails;
        }
    }

    /// <summary>One pass over each factor, which is also the check that all entries are finite.</summary>
    public static TermNorms Of<T>(
        DenseMatrix<T> x, DenseMatrix<T> y, RunContext context, string nameOfX = "x", string nameOfY = "y")
        where T : unmanaged, INumberBase<T>
    {
        double[] left = Columns(x, x, nameOfX, context);

        // Of a Gram matrix XᵀX both factors are views of the same memory, and one pass over it is enough.
        double[] right = y.IsSameView(x.Transpose()) ? left : Columns(y.Transpose(), y, nameOfY, context);
        return Of(left, right, x, nameOfY);
    }

    /// <summary>The same for norms that are known; finite, not negative.</summary>
    public static TermNorms Of<T>(double[] left, double[] right, DenseMatrix<T> x, string blamed)
        where T : unmanaged, INumberBase<T>
    {
        double[] weights = new double[left.Length];
        double scale = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = left[i] * right[i];
            scale = Math.Max(scale, weights[i]);
        }

        if (!double.IsFinite(scale))
        {
            throw new ArgumentException(
                $"The norms of a column of x ({MatrixGuard.Shape(x)}) and its row of y overflow when multiplied; scale one of the "
                    + "matrices down.", blamed);
        }

        if (scale > 0)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] /= scale;
            }
        }

        return new TermNorms(left, right, weights, scale);
    }

    /// <summary>The indices of the largest terms, ascending; ties to the lowest index.</summary>
    public int[] Largest(int count)
    {
        if (count <= 0)
        {
            return [];
        }

        double smallest = Descending[count - 1];
        int ties = count - Array.FindIndex(Descending, w => w == smallest);
        List<int> indices = new(count);
        for (int i = 0; i < Count; i++)
        {
            if (Weights[i] > smallest || (Weights[i] == smallest && ties-- > 0))
            {
                indices.Add(i);
            }
        }

        return [.. indices];
    }

    /// <summary>The same sizes without the largest terms, in the same unit.</summary>
    public TermNorms WithoutLargest(int count)
    {
        double[] weights = [.. Weights];
        foreach (int index in Largest(count))
        {
            weights[index] = 0;
        }

        return new TermNorms(Left, Right, weights, Scale);
    }

    /// <summary>The error that is allowed, in units of <see cref="Scale"/>, where ‖XY‖ is the given one.</summary>
    public double Allowed(Truncation truncation, double norm) =>
        IsZero ? double.PositiveInfinity
        : truncation.Kind == TruncationKind.AbsoluteError ? truncation.Tolerance / Scale
        : truncation.Tolerance * norm / Scale;

    /// <summary>The norms of columns; NaN and infinity are refused under the name and in the orientation that the caller knows.</summary>
    public static double[] Columns<T>(DenseMatrix<T> x, DenseMatrix<T> blamed, string name, RunContext context)
        where T : unmanaged, INumberBase<T>
    {
        double[] norms = ParallelNorms.Columns(x, context.MaxDegreeOfParallelism);
        if (!Array.TrueForAll(norms, double.IsFinite))
        {
            MatrixGuard.Finite(blamed, name);
        }

        return norms;
    }
}
