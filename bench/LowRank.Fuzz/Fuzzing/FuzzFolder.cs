namespace LowRank.Fuzz;

/// <summary>A folder for the mutated files; in memory where there is such a place: half a million small files are hard work for a
/// disk.</summary>
internal sealed class FuzzFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    public string Path { get; } = Directory.Exists(Memory)
        ? Directory.CreateDirectory(System.IO.Path.Combine(Memory, $"lowrank-fuzz-{Guid.NewGuid():N}")).FullName
        : Directory.CreateTempSubdirectory("lowrank-fuzz-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
