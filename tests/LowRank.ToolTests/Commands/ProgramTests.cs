using System.Diagnostics;
using LowRank.IO;
using LowRank.Tool.Output;

namespace LowRank.ToolTests;

/// <summary>The program as its users meet it: exit codes, what it says of mistakes, and what Ctrl-C leaves.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_program_runs_and_says_what_it_did()
    {
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", Sample.Matrix<double>(20, 10))], default);
        ToolResult result = ToolProcess.RunProgram(
            "svd", _folder["a.npy"], "--rank", "2", "--output", _folder["r.npz"], "--json", "--quiet");
        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(_folder["r.npz"], (string?)result.Json["written"]![0]);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "svd" }, "Required argument missing for command: 'svd'.")]
    [InlineData(new[] { "svd", "FILE" }, "Give --rank K or --error SHARE.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "-1" }, "'-1' is no value of --rank, which takes a whole number of at least 0.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "x" }, "'x' is no value of --rank, which takes a whole number of at least 0.")]
    [InlineData(new[] { "svd", "FILE", "--error", "nan" }, "'nan' is no value of --error, which takes a number above 0 and below 1.")]
    [InlineData(new[] { "svd", "FILE", "--error", "5" }, "'5' is no value of --error, which takes a number above 0 and below 1.")]
    [InlineData(new[] { "svd", "FILE", "--error", "1" }, "'1' is no value of --error, which takes a number above 0 and below 1.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "2", "--threads", "0" },
        "'0' is no value of --threads, which takes a whole number of at least 1.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "2", "--method", "best" }, "'best' is no value of --method; there are: auto, full")]
    [InlineData(new[] { "svd", "FILE", "--rank", "4" }, "A 3 × 3 matrix has rank at most 3, but rank 4 was asked for.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "2", "--output", "x.doc" }, "--output x.doc: the name must end in .npz, .npy or .csv.")]
    [InlineData(new[] { "svd", "FILE", "--rank", "2", "--output", "no/such/x.npy" }, "no/such/x.npy: there is no such folder.")]
    [InlineData(new[] { "svd", "none.npy", "--rank", "2" }, "none.npy: there is no such file.")]
    [InlineData(new[] { "bench", "FILE", "--output", "x.npy" }, "--output x.npy: lowrank bench has no arrays to write.")]
    [InlineData(new[] { "nothing" }, "Required command was not provided.")]
    public void A_mistake_is_said_in_a_line_and_returns_2(string[] arguments, string message)
    {
        ResultFiles.Write(_folder["a.npy"], [OutputArray.Of("a", Sample.Matrix<double>(3, 3))], default);
        ToolResult result = ToolProcess.Run([.. arguments.Select(argument => argument == "FILE" ? _folder["a.npy"] : argument), "--quiet"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith(message, result.Errors, StringComparison.Ordinal);
        Assert.InRange(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length, 1, 3);
    }

    [Fact]
    public void A_damaged_file_is_one_line_and_returns_2()
    {
        string path = _folder.Write("a.npy", [.. NpyHeader.Compose("<f8", isFortranOrder: false, [2, 2]), 1, 2, 3]);
        ToolResult result = ToolProcess.RunProgram("info", path, "--quiet");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal($"{path}: ends at byte 131; by the shape (2 × 2) at byte 60 it has 160.", result.Errors.Trim());
    }

    [Fact]
    public void Help_and_version_return_0()
    {
        ToolResult help = ToolProcess.Run("--help");
        Assert.Equal(0, help.ExitCode);
        foreach (string command in new[] { "info", "svd", "id", "cur", "pca", "pinv", "product", "bench", "environment" })
        {
            Assert.Contains($"  {command} ", help.Output, StringComparison.Ordinal);
            Assert.Equal(0, ToolProcess.Run(command, "--help").ExitCode);
        }

        Assert.Equal(0, ToolProcess.Run("--version").ExitCode);
    }

    [Fact]
    public async Task Interrupting_stops_with_130_and_leaves_no_half_written_file()
    {
        // Sparse on disk; so large that no machine is done with it before the signal.
        const int Rows = 2_000_000;
        const int Columns = 500;
        byte[] header = NpyHeader.Compose("<f8", isFortranOrder: false, [Rows, Columns]);
        using (FileStream stream = File.Create(_folder["huge.npy"]))
        {
            stream.Write(header);
            stream.SetLength(header.Length + ((long)Rows * Columns * sizeof(double)));
        }

        using Process process = ToolProcess.Start("svd", _folder["huge.npy"], "--rank", "2", "--output", _folder["r.npz"]);
        Task<string> output = process.StandardOutput.ReadToEndAsync();

        // Progress shows that it is at work: after half a second, on standard error.
        string first = process.StandardError.ReadLine() ?? "";
        Assert.StartsWith("lowrank svd: ", first, StringComparison.Ordinal);
        using (Process signal = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            signal.WaitForExit();
        }

        string errors = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)), "it did not stop");
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith("Cancelled.", errors.Trim(), StringComparison.Ordinal);
        Assert.Equal("", await output);
        Assert.Equal([_folder["huge.npy"]], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public async Task A_large_file_is_decomposed_in_little_memory()
    {
        // 320 MB on paper, little on disk. The figure that counts, at 2 GB, is measured by hand: docs/tool.md.
        const int Rows = 80_000;
        const int Columns = 500;
        byte[] header = NpyHeader.Compose("<f8", isFortranOrder: false, [Rows, Columns]);
        using (FileStream stream = File.Create(_folder["large.npy"]))
        {
            stream.Write(header);
            stream.SetLength(header.Length + ((long)Rows * Columns * sizeof(double)));
            stream.Position = header.Length;
            stream.Write(BitConverter.GetBytes(3.0));
        }

        using Process process = ToolProcess.Start(
            "svd", _folder["large.npy"], "--rank", "2", "--json", "--quiet", "--threads", "2", "--memory", "32");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        long peak = 0;
        while (!process.WaitForExit(20))
        {
            process.Refresh();
            peak = Math.Max(peak, Peak(process.Id));
        }

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(3, (double)System.Text.Json.Nodes.JsonNode.Parse(await output)!["singularValues"]![0]!, 1e-12);
        Assert.InRange(peak, 1, 220L << 20);
    }

    /// <summary>The most memory that was resident, VmHWM; 0 where the process has just ended.</summary>
    private static long Peak(int id)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : 1024 * long.Parse(
                line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
