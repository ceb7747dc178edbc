using System.Diagnostics;
using System.Globalization;
using LowRank;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank.Benchmarks;

/// <summary>The table of docs/mathnet.md: Math.NET's dense operations by its managed provider and by the native one.</summary>
internal static class MathNetTable
{
    // What takes longer than this is timed once.
    private static readonly TimeSpan _long = TimeSpan.FromSeconds(1);

    private sealed record Operation(string Name, string Shape, Action Run);

    /// <summary>Prints the table as Markdown.</summary>
    public static void Print(TextWriter output)
    {
        output.WriteLine(LowRankEnvironment.Describe());
        output.WriteLine("| operation | shape | type | managed, ms | native, ms | ratio |");
        output.WriteLine("|:--|:--|:--|--:|--:|--:|");
        Print(output, "double", Operations<double>());
        Print(output, "float", Operations<float>());
        LowRankControl.UseManaged();
    }

    private static void Print(TextWriter output, string type, IEnumerable<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            LowRankControl.UseManaged();
            double managed = Median(operation.Run, runs: 3);
            LowRankControl.UseNative();
            double native = Median(operation.Run, runs: 11);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {operation.Name} | {operation.Shape} | {type} | {managed:F0} | {native:F1} | {managed / native:F0} |"));
        }
    }

    private static IEnumerable<Operation> Operations<T>()
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        Matrix<T> square = Matrix<T>.Build.Random(1000, 1000, 1);
        Matrix<T> tall = Matrix<T>.Build.Random(1000, 500, 2);
        Matrix<T> sides = Matrix<T>.Build.Random(1000, 100, 3);
        Matrix<T> positive = square.TransposeThisAndMultiply(square) + Matrix<T>.Build.DenseIdentity(1000);
        yield return new Operation("`A * B`", "1000 × 1000", () => _ = square * square);
        yield return new Operation("`A.TransposeThisAndMultiply(A)`", "1000 × 500", () => _ = tall.TransposeThisAndMultiply(tall));
        yield return new Operation("`LU()`", "1000 × 1000", () => _ = square.LU());
        yield return new Operation("`Inverse()`", "1000 × 1000", () => _ = square.Inverse());
        yield return new Operation("`Solve(B)`, 100 columns", "1000 × 1000", () => _ = square.Solve(sides));
        yield return new Operation("`Cholesky()`", "1000 × 1000", () => _ = positive.Cholesky());
        yield return new Operation("`QR()`, thin", "1000 × 500", () => _ = tall.QR());
        yield return new Operation("`QR()`, full", "1000 × 500", () => _ = tall.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Full));
        yield return new Operation("`Solve(B)` by QR, 100 columns", "1000 × 500", () => _ = tall.Solve(sides));
        yield return new Operation("`Svd()`", "1000 × 500", () => _ = tall.Svd());
        yield return new Operation("`Svd(false)`", "1000 × 500", () => _ = tall.Svd(computeVectors: false));
        yield return new Operation("`Svd()`", "1000 × 1000", () => _ = square.Svd());
        yield return new Operation("`Evd()`, symmetric", "1000 × 1000", () => _ = positive.Evd(Symmetricity.Symmetric));
        yield return new Operation("`Evd()`, general", "1000 × 1000", () => _ = square.Evd(Symmetricity.Asymmetric));
    }

    private static double Median(Action run, int runs)
    {
        // The first run warms up; one that is long counts.
        double first = Time(run);
        if (first > _long.TotalMilliseconds)
        {
            return first;
        }

        double[] times = [.. Enumerable.Range(0, runs).Select(_ => Time(run)).Order()];
        return times[runs / 2];
    }

    private static double Time(Action run)
    {
        GC.Collect();
        Stopwatch watch = Stopwatch.StartNew();
        run();
        return watch.Elapsed.TotalMilliseconds;
    }
}
