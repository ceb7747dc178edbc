using System.Text;

namespace LowRank.TestSupport;

/// <summary>A folder of its own that is gone after the test.</summary>
public class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("lowrank-test-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The full path of an entry; the folders on the way are made.</summary>
    public string Entry(string relative)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[relative])!);
        return this[relative];
    }

    public string Write(string relative, ReadOnlySpan<byte> content)
    {
        File.WriteAllBytes(Entry(relative), content);
        return this[relative];
    }

    /// <summary>One byte a character, so that a test can write files that are no UTF-8.</summary>
    public string Write(string relative, string content) => Write(relative, Encoding.Latin1.GetBytes(content));

    public string Copy(string file, string relative)
    {
        File.Copy(file, Entry(relative));
        return this[relative];
    }

    public string Link(string target, string relative)
    {
        File.CreateSymbolicLink(Entry(relative), target);
        return this[relative];
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        GC.SuppressFinalize(this);
    }
}
