using LowRank.Reporting;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank.Benchmarks;

/// <summary>The table of docs/mathnet.md: Math.NET's dense operations by its managed provider and by the native one.</summary>
internal static class MathNetTable
{
    private const int Runs = 15;

    /// <summary>What is timed: by the managed provider, and then by the native one or by a method of ours in its place.</summary>
    private sealed record Operation(string Name, string Shape, Action Run, Action? Instead = null);

    /// <summary>Prints the table as Markdown.</summary>
    public static void Print(TextWriter output)
    {
        IEnumerable<string[]> rows = [.. Rows("`double`", Operations<double>()), .. Rows("`float`", Operations<float>())];
        output.Write(MarkdownTable.Compose(
            ["Operation", "Shape", "Type", "Managed, ms", "Native, ms", "Ratio"], 3, rows, [Machine.Describe().Summary]));
        LowRankControl.UseManaged();
    }

    private static IEnumerable<string[]> Rows(string type, IEnumerable<Operation> operations)
    {
        foreach (Operation operation in operations)
        {
            LowRankControl.UseManaged();
            double managed = WarmTime.Median(operation.Run, Runs);
            LowRankControl.UseNative();
            double native = WarmTime.Median(operation.Instead ?? operation.Run, Runs);
            yield return [operation.Name, operation.Shape, type, Text($"{managed:F0}"), Text($"{native:F1}"),
                Text($"{managed / native:F0}")];
        }

        static string Text(FormattableString figure) => FormattableString.Invariant(figure);
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
        yield return new Operation(
            "`QR()`, full", "1000 × 500", () => _ = tall.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Full));
        yield return new Operation("`Solve(B)` by QR, 100 columns", "1000 × 500", () => _ = tall.Solve(sides));
        yield return new Operation("`Svd()`", "1000 × 500", () => _ = tall.Svd());
        yield return new Operation("`Svd()`, natively `ThinSvd()`", "1000 × 500", () => _ = tall.Svd(), () => _ = tall.ThinSvd());
        yield return new Operation("`PseudoInverse()`, natively `ThinPseudoInverse()`", "1000 × 500", () => _ = tall.PseudoInverse(), () =>
            _ = tall.ThinPseudoInverse());
        yield return new Operation("`Svd(false)`", "1000 × 500", () => _ = tall.Svd(computeVectors: false));
        yield return new Operation("`Svd()`", "1000 × 1000", () => _ = square.Svd());
        yield return new Operation("`Evd()`, symmetric", "1000 × 1000", () => _ = positive.Evd(Symmetricity.Symmetric));
        yield return new Operation("`Evd()`, general", "1000 × 1000", () => _ = square.Evd(Symmetricity.Asymmetric));
    }
}
