using System.Numerics;

namespace LowRank.Honesty;

/// <summary>Runs a method over spectra and types, many seeds each.</summary>
/// <param name="seeds">How many seeds for each matrix.</param>
public sealed class HonestyRun(int seeds)
{
    private const int Rank = 5;

    private static readonly double[] Tolerances = [0.3, 0.05];

    /// <summary>A method on one kind of matrix.</summary>
    /// <param name="method">The method.</param>
    /// <param name="spectrum">The singular values.</param>
    /// <param name="type">The name of the element type: <c>Single</c>, <c>Double</c> or <c>Complex</c>.</param>
    /// <returns>The counts.</returns>
    public Tally Run(Method method, Spectrum spectrum, string type) => type switch
    {
        nameof(Single) => Run<float>(method, spectrum),
        nameof(Double) => Run<double>(method, spectrum),
        _ => Run<Complex>(method, spectrum),
    };

    private Tally Run<T>(Method method, Spectrum spectrum)
        where T : unmanaged, INumberBase<T>
    {
        Tally tally = new();
        (int rows, int columns) = method.IsSemidefinite ? (50, 50) : (60, 40);
        TestMatrix<T> matrix = TestMatrix<T>.Of(rows, columns, spectrum.Values(columns), 7);
        double rounding = 8 * (typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16) * matrix.Norm;
        for (int seed = 0; seed < seeds; seed++)
        {
            LowRankApproximation<T> result = method.Run(matrix, Rank, (ulong)seed);
            tally.Add(result.Error, TestMatrix<T>.Distance(matrix.Entries, result.ToDense()), matrix.Norm, rounding);
            if (!method.TakesTolerance)
            {
                continue;
            }

            double tolerance = Tolerances[seed % Tolerances.Length];
            LowRankApproximation<T> within = method.Run(matrix, Truncation.RelativeError(tolerance), (ulong)seed);
            double error = TestMatrix<T>.Distance(matrix.Entries, within.ToDense()) / matrix.Norm;
            tally.AddTolerance(error, tolerance, within.Rank, Best(matrix.Values, tolerance));
        }

        return tally;
    }

    private static int Best(double[] values, double tolerance)
    {
        double allowed = tolerance * tolerance * values.Sum(value => value * value);
        double left = 0;
        int rank = values.Length;
        while (rank > 0 && left + (values[rank - 1] * values[rank - 1]) <= allowed)
        {
            rank--;
            left += values[rank] * values[rank];
        }

        return rank;
    }
}
