using System.Text.Json;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace LowRank.Compare.Workers;

/// <summary>The work in Math.NET Numerics with its managed provider.</summary>
internal sealed class MathNetJobs : IJobs
{
    private readonly int _threads;
    private Matrix<double>[] _inputs = [];

    public MathNetJobs(int threads)
    {
        _threads = threads;
        Control.UseManaged();
        Control.MaxDegreeOfParallelism = threads;
    }

    public WorkerDescription Describe()
    {
        string version = typeof(Matrix<double>).Assembly.GetName().Version!.ToString(3);
        return new WorkerDescription(
            new Dictionary<string, string> { ["MathNet.Numerics"] = version, [".NET"] = Environment.Version.ToString() }, "managed",
                _threads);
    }

    public void WarmUp() => Dense(LowRankJobs<double>.Filled(60, 20)).PseudoInverse();

    public void Prepare(IReadOnlyList<string> paths)
    {
        _inputs = [];
        _inputs = [.. paths.Select(path => Dense(NpyFile.Read<double>(path)))];
    }

    public Func<IResult> Find(string function, JsonElement arguments) => function switch
    {
        "PseudoInverse" => PseudoInverse,
        _ => throw new NotSupportedException($"MathNet has no job '{function}'."),
    };

    private Result PseudoInverse()
    {
        Matrix<double> inverse = _inputs[0].PseudoInverse();
        return new Result(null, AnswerKind.Inverse, path => NpyFile.Write(
            path("inverse"), DenseMatrix.Wrap(
                inverse.ToColumnMajorArray(), inverse.RowCount, inverse.ColumnCount, MatrixLayout.ColumnMajor)));
    }

    private static Matrix<double> Dense(DenseMatrix<double> a) =>
        Matrix<double>.Build.Dense(a.RowCount, a.ColumnCount, a.ToDense(MatrixLayout.ColumnMajor).Memory.ToArray());
}
