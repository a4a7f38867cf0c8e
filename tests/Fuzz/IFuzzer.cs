namespace NginxHa.Fuzz;

/// <summary>Makes inputs and checks what must hold for each.</summary>
public interface IFuzzer
{
    /// <summary>The next input; the same seed gives the same inputs.</summary>
    byte[] NextInput();

    /// <summary>Throws when something does not hold that must for every input.</summary>
    /// <param name="input">Any bytes.</param>
    void Check(byte[] input);
}
